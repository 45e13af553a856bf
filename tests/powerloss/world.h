/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The device on which a story happens: flash, the images that exist, what ran
 * last. A story is a list of steps (a boot, an act of the application); power
 * may fail inside each. World repeats a story up to a cut without running the
 * boot code again: it plays back the flash operations of the parent run. What
 * is worth cutting is decided in campaign.c.
 *
 * W1  A step is entered with the flash as the step before left it, and keeps
 *     nothing in RAM: what a story may ask lies in struct view.
 * W2  After each boot that was not cut: every primary slot holds one good
 *     image of the stage byte for byte, and the boot code says PASS.
 * W3  No unit is written twice without an erase, nothing outside the areas
 *     changes; the flash model watches.
 * W4  With downgrade prevention nothing older than the last confirmed image
 *     ever runs.
 */
#ifndef POWERLOSS_WORLD_H
#define POWERLOSS_WORLD_H

#include <setjmp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "core/config.h"
#include "port/sim/flash_cipher.h"
#include "port/sim/nor.h"
#include "tests/powerloss/layout.h"
#include "tests/powerloss/maker.h"
#include "tests/powerloss/tape.h"

#define CUT_MAX      8 /* cuts in one run */
#define SPECIMEN_MAX 5 /* images known to a stage, of each image number */
#define NOBODY       (-1)

/** Names of the images of a stage; what they are is the story's business. */
enum specimen_name {
    V1 = 0,    /* runs at first */
    V2 = 1,    /* the update */
    V0 = 2,    /* older than V1 */
    V3 = 3,    /* newer than V2 */
    WRONG = 4, /* must never run */
};

/** One image, ready to be put into a slot. */
struct specimen {
    uint8_t *bytes; /* NULL: not made */
    uint32_t len;
    uint32_t counter; /* security counter; 0 without */
    uint8_t major;    /* version */
    bool good;        /* may run */
};

/** A failure of power. */
struct cut {
    uint32_t op; /* operations that succeed since the last cut */
    enum nor_cut_manner manner;
    uint32_t seed;
};

/** What the boot code hands over. */
struct handover {
    bool passed;   /* the verdict holds */
    status_t why;  /* else: why not */
    uint32_t addr; /* slot handed over */
    uint32_t len;  /* its length */
};

/* Boots once; the core, or something that plays it. */
typedef void (*boot_fn)(struct flash *flash, const struct boot_config *config,
                        struct handover *out);

/** How an application asks the boot code for something. */
struct app {
    status_t (*request)(struct flash *flash, const struct boot_config *config,
                        uint8_t image, bool permanent);
    status_t (*confirm)(struct flash *flash, const struct boot_config *config,
                        uint8_t image);
    /* how it erases and writes an upload; NULL: by the flash contract */
    status_t (*erase)(struct flash *flash, uint32_t addr, uint32_t len);
    status_t (*write)(struct flash *flash, uint32_t addr, const void *src,
                      uint32_t len);
};

struct story;

/** What stays the same in all runs of a story on a layout. */
struct stage {
    const struct story *story;
    const struct layout *layout;
    boot_fn boot;
    const struct app *app;
    struct boot_config config;
    struct specimen specimen[CONFIG_IMAGE_MAX][SPECIMEN_MAX];
    struct flash_cipher cipher; /* where the layout has one */
    uint32_t flash_len;
    uint32_t shot_len;
    /*
     * The flash before the story, in one piece so that it is copied at once:
     * flash_len bytes of content and, where it plays encryption, the flash
     * model's table of units written since their erase.
     */
    uint8_t *shot;
};

/** What a story may ask; a step's result, played back with it. */
struct view {
    int8_t runs[CONFIG_IMAGE_MAX];  /* specimen in each primary, or NOBODY */
    int8_t floor[CONFIG_IMAGE_MAX]; /* specimen confirmed last */
    /*
     * Bit of each specimen that lay complete in the primary slot, its update
     * finished, when power failed since the last boot that was not cut: it
     * may count as having run.
     */
    uint8_t swapped[CONFIG_IMAGE_MAX];
    bool was_cut;    /* power failed since the last view_clear() */
    status_t status; /* of the last act of the application */
    uint32_t ops;    /* flash operations of the last step */
};

/** A step that was made: its end on the tape and what could be seen. */
struct mark {
    uint32_t call_end;
    bool completed; /* power did not fail in it */
    struct view view;
};

#define STEP_MAX 200

/** A run: its flash at its last cut, what led there and what followed. */
struct level {
    uint8_t *shot; /* stage.shot_len bytes: flash right after the last cut */
    bool torn;     /* some cut up to it left rubbish */
    uint32_t walk; /* marks made before and by the last cut */
    uint32_t step_count;
    struct mark mark[STEP_MAX];
    struct tape tape; /* operations since the last cut */
};

/** How a step is made. */
enum pace {
    PACE_WALK = 0, /* before the parent's last cut: nothing happens */
    PACE_PLAY = 1, /* from the parent's tape, up to the cut */
    PACE_LIVE = 2, /* for real */
};

/** The device; zero it before world_open(). */
struct world {
    struct flash nor; /* first: the seam finds the world by it */
    const struct stage *stage;
    uint8_t *data; /* stage.shot_len bytes, the flash first */
    struct view view;
    enum pace pace;
    const struct level *parent; /* NULL: a run from the start */
    struct level *self;         /* what is being recorded */
    struct cut cut;             /* to come, while pace is not PACE_LIVE */
    const struct cut *cuts;     /* direct runs: all cuts of the run */
    uint32_t cuts_left;
    uint32_t step;
    uint32_t played;  /* calls of the parent's tape already played */
    uint64_t op_base; /* nor.op_count at the last cut */
    uint64_t op_step; /* nor.op_count when the step began */
    uint32_t ticks;   /* flash accesses of this step */
    struct call last; /* call under way, to tidy up after a cut */
    bool torn;        /* a cut of this run left rubbish */
    bool verbose;
    jmp_buf power;
    jmp_buf failed;
    char message[200]; /* why the run failed */
};

/**
 * Makes a world for a stage.
 *
 * @param[out] w      world
 * @param[in]  stage  where; outlives the world
 */
void world_open(struct world *w, const struct stage *stage);

/**
 * Frees what world_open() took.
 *
 * @param[in,out] w  world
 */
void world_close(struct world *w);

/**
 * Makes a level in which a run can be recorded.
 *
 * @param[out] level  level
 * @param[in]  stage  where
 */
void level_open(struct level *level, const struct stage *stage);

/**
 * Frees what level_open() took.
 *
 * @param[in,out] level  level
 */
void level_close(struct level *level);

/**
 * Runs the story once.
 *
 * @param[in,out] w       world
 * @param[in]     parent  run that this one follows up to the cut, or NULL
 * @param[in]     cut     where it leaves the parent; with parent only
 * @param[out]    self    records the run
 *
 * @retval true   every check held
 * @retval false  w->message says what did not
 */
MUST_USE bool world_run(struct world *w, const struct level *parent,
                        const struct cut *cut, struct level *self);

/**
 * Runs the story once without playing back: each step for real.
 *
 * @param[in,out] w      world
 * @param[in]     cuts   count cuts
 * @param[in]     count  0 .. CUT_MAX
 * @param[out]    self   records the part after the last cut
 *
 * @retval true   every check held
 * @retval false  w->message says what did not
 */
MUST_USE bool world_run_direct(struct world *w, const struct cut *cuts,
                               uint32_t count, struct level *self);

/* An act in a step; power may fail inside. */
typedef void (*act_fn)(struct world *w, const void *arg);

/**
 * Makes a step.
 *
 * @param[in,out] w    world
 * @param[in]     act  what happens
 * @param[in]     arg  for act
 *
 * @retval true   done
 * @retval false  power failed in it
 */
MUST_USE bool world_step(struct world *w, act_fn act, const void *arg);

/**
 * Gives the run up as failed; does not return.
 *
 * @param[in,out] w       world
 * @param[in]     format  what is wrong, as for printf
 */
_Noreturn void world_fail(struct world *w, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/**
 * Fails the run unless a claim holds.
 *
 * @param[in,out] w      world
 * @param[in]     holds  claim
 * @param[in]     claim  in words
 */
void world_expect(struct world *w, bool holds, const char *claim);

/**
 * Fails the run if the flash model saw a rule broken (W3).
 *
 * @param[in,out] w  world
 */
void world_check_flash(struct world *w);

/**
 * Finds the image that lies in a slot.
 *
 * @param[in] w      world
 * @param[in] image  image number
 * @param[in] slot   which slot
 *
 * @retval specimen, or NOBODY
 */
MUST_USE int8_t world_find(const struct world *w, uint8_t image,
                           enum slot slot);

/**
 * Reads what the device would read, past the seam.
 *
 * @param[in]  w     world
 * @param[in]  addr  bytes from the start of the flash
 * @param[out] dst   len bytes
 * @param[in]  len   bytes
 */
void world_peek(const struct world *w, uint32_t addr, uint8_t *dst,
                uint32_t len);

/**
 * Tells whether a unit is erased, as the flash contract defines it.
 *
 * @param[in] w     world
 * @param[in] addr  bytes from the start of the flash, start of a unit
 *
 * @retval true  erased
 */
MUST_USE bool world_is_erased(const struct world *w, uint32_t addr);

#endif
