/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Images that imgtool made, as text: SPEC, Worked examples, and the signature
 * of SPEC, Signatures. The keys are those of signer.h.
 */
#ifndef TESTS_UNIT_WORKED_EXAMPLES_H
#define TESTS_UNIT_WORKED_EXAMPLES_H

/* Unsigned */
#define EXAMPLE_A                                                              \
    "3db8f396000000002000000013000000"                                         \
    "00000000000000000000000000000000"                                         \
    "48656c6c6f204d4355626f6f74210a00"                                         \
    "0000000769280010002000dcdfd5b6c0"                                         \
    "6dd2fa676bf18f4d0a97849b2bf96cf3"                                         \
    "6568ee890b57aa7092c1ba"
#define EXAMPLE_B                                                              \
    "3db8f396000000002000000013000000"                                         \
    "00000000010203000400000000000000"                                         \
    "48656c6c6f204d4355626f6f74210a00"                                         \
    "00000007699000100020001259"                                               \
    "99f134faff42596fdd68a66c6c69ecb6932000b0ef67bfd45713b617d0f9"             \
    "01002000a050837d85070582ccf7394b0988847cc312cb88259b894899f6f239cf1791a5" \
    "24004000fd09838628412265bd3eef4a76c232f5d06106daf8bff7cc863fd16a0d711dcc" \
    "778798c8c4169e0ddc93ecbbdd82e6f20912230886a0169941b3e49828e7d40d"
#define EXAMPLE_C                                                              \
    "3db8f3960000000020001c0013000000"                                         \
    "00000000010203000400000000000000"                                         \
    "48656c6c6f204d4355626f6f74210a00"                                         \
    "00000008691c00500004000100000040"                                         \
    "000c0001000000000001000000000007"                                         \
    "69900010002000b2c824914b5507b2d9"                                         \
    "e93b74eebd66b44ef03e5cdb5910055914fb00b23036db"                           \
    "01002000a050837d85070582ccf7394b0988847cc312cb88259b894899f6f239cf1791a5" \
    "2400400087eddf292e2c3a50f914c97314bc6052ee9c0b10d3418bd7403b8e14b37b5e9d" \
    "e34363a430d92f3d84fe09451610"                                             \
    "8d2766dc49a59412a49cc89758ac632f6b04"
/* Example A's hash, the P-256 key, and its padded signature: Signatures */
#define EXAMPLE_P256                                                           \
    "3db8f396000000002000000013000000"                                         \
    "00000000000000000000000000000000"                                         \
    "48656c6c6f204d4355626f6f74210a00"                                         \
    "000000076998001000"                                                       \
    "2000dcdfd5b6c06dd2fa676bf18f4d0a97849b2bf96cf36568ee890b57aa7092c1ba"     \
    "01002000f1d59449b727165de732bf283338122b99628a615918fedc67d878fffcf47da7" \
    "220048003044"                                                             \
    "0220222237c2dd7756e56330916c935befff850a00f2aaf7b3baaa309bc8eb48ab02"     \
    "022031f85acca4fbc921a19bd0536ed0f5faec248629a1d3e5981c1d56906abe975d"     \
    "0000"
#endif
