/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Connection profiles by name, in the file of the Go tool `mcumgr` and in its
 * format, so that both programs see the same ones: .mcumgr.cp.json in the home
 * directory. Profiles of kinds that only that tool knows are kept as they are.
 *
 * Source: newtmgr/config/connprofile.go of mynewt-newtmgr (facts).
 */
#ifndef HOST_MCUMGR_PROFILE_H
#define HOST_MCUMGR_PROFILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/compiler.h"
#include "host/cli/why.h"

#define PROFILE_MAX            64
#define PROFILE_NAME_MAX       128 /* bytes with the final 0 */
#define PROFILE_TYPE_MAX       32
#define PROFILE_CONNSTRING_MAX 512

/** A profile. */
struct profile {
    char name[PROFILE_NAME_MAX];
    char type[PROFILE_TYPE_MAX]; /* such as "serial" */
    char connstring[PROFILE_CONNSTRING_MAX];
};

/** All profiles of a file, sorted by name. */
struct profiles {
    struct profile list[PROFILE_MAX];
    size_t count;
};

/**
 * Loads the profiles of the person at the terminal ($HOME).
 *
 * @param[out] profiles  none if there is no file yet
 * @param[out] why       on failure: the file and what is wrong with it
 *
 * @retval true   loaded
 * @retval false  no home directory, unreadable, or malformed
 */
MUST_USE bool profiles_load(struct profiles *profiles, struct why *why);

/**
 * Saves the profiles.
 *
 * @param[in]  profiles  profiles
 * @param[out] why       on failure: the file and the reason
 *
 * @retval true   saved
 * @retval false  not saved; the file is as it was
 */
MUST_USE bool profiles_save(const struct profiles *profiles, struct why *why);

/**
 * Finds a profile.
 *
 * @param[in] profiles  profiles
 * @param[in] name      its name
 *
 * @retval profile
 * @retval NULL     none of that name
 */
MUST_USE const struct profile *profiles_find(const struct profiles *profiles,
                                             const char *name);

/**
 * Adds a profile, or replaces the one of its name.
 *
 * @param[in,out] profiles  profiles
 * @param[in]     profile   profile
 * @param[out]    why       on failure: the reason
 *
 * @retval true   added
 * @retval false  there are too many
 */
MUST_USE bool profiles_put(struct profiles *profiles,
                           const struct profile *profile, struct why *why);

/**
 * Removes a profile.
 *
 * @param[in,out] profiles  profiles
 * @param[in]     name      its name
 *
 * @retval true   removed
 * @retval false  none of that name
 */
MUST_USE bool profiles_remove(struct profiles *profiles, const char *name);

#endif
