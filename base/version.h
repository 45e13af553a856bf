/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The version of the project, for every program that is made of it. The only
 * place where it stands.
 */
#ifndef BASE_VERSION_H
#define BASE_VERSION_H

#define VERSION_TEXT "0.1.0"

#endif
