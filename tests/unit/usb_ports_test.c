/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finding a chip's own USB port, in a folder laid out as Linux lays out sysfs:
 * a port's "device" is a link to the interface below the USB device.
 */
#include "host/mcumgr/usb_ports.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/usb_ports_XXXXXX";

static const char *path_of(const char *name)
{
    static char path[256];
    (void)snprintf(path, sizeof(path), "%s/%s", folder, name);
    return path;
}

static void make_folder(const char *name)
{
    assert_int_equal(mkdir(path_of(name), 0700), 0);
}

static void write_file(const char *name, const char *text)
{
    FILE *file = fopen(path_of(name), "w");
    assert_non_null(file);
    (void)fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

static int make_tree(void **state)
{
    (void)state;
    assert_non_null(mkdtemp(folder));
    make_folder("usb1");
    make_folder("usb1/if");
    make_folder("usb2");
    make_folder("usb2/if");
    write_file("usb2/idVendor", "10c4\n"); /* a bridge */
    write_file("usb2/idProduct", "ea60\n");
    make_folder("tty");
    make_folder("tty/ttyS0");
    make_folder("tty/ttyACM1");
    make_folder("tty/ttyACM0");
    make_folder("tty/ttyUSB0");
    assert_int_equal(symlink("../../usb1/if", path_of("tty/ttyACM1/device")),
                     0);
    assert_int_equal(symlink("../../usb2/if", path_of("tty/ttyUSB0/device")),
                     0);
    return 0;
}

static int remove_tree(void **state)
{
    static const char *const names[] = {"tty/ttyACM0/device",
                                        "tty/ttyACM1/device",
                                        "tty/ttyUSB0/device",
                                        "tty/ttyACM0",
                                        "tty/ttyACM1",
                                        "tty/ttyUSB0",
                                        "tty/ttyS0",
                                        "tty",
                                        "usb1/idVendor",
                                        "usb1/idProduct",
                                        "usb1/if",
                                        "usb1",
                                        "usb2/idVendor",
                                        "usb2/idProduct",
                                        "usb2/if",
                                        "usb2",
                                        "."};
    (void)state;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        (void)remove(path_of(names[i]));
    }
    return rmdir(folder) == 0 || access(folder, F_OK) != 0 ? 0 : -1;
}

static size_t find(char first[USB_PORTS_NAME_MAX])
{
    char sysfs[64];
    (void)snprintf(sysfs, sizeof(sysfs), "%s/tty", folder);
    return usb_ports_find(sysfs, first);
}

static void port_of_the_chip_is_told_from_others(void **state)
{
    char first[USB_PORTS_NAME_MAX] = "";
    (void)state;
    assert_int_equal(find(first), 0);
    write_file("usb1/idVendor", "303a\n");
    write_file("usb1/idProduct", "1002\n");
    assert_int_equal(find(first), 0);
    assert_string_equal(first, "");
    write_file("usb1/idProduct", "1001\n");
    assert_int_equal(find(first), 1);
    assert_string_equal(first, "/dev/ttyACM1");
    assert_int_equal(symlink("../../usb1/if", path_of("tty/ttyACM0/device")),
                     0);
    assert_int_equal(find(first), 2);
    assert_string_equal(first, "/dev/ttyACM0");
}

static void system_without_the_folder_has_none(void **state)
{
    char first[USB_PORTS_NAME_MAX];
    (void)state;
    assert_int_equal(usb_ports_find("/nowhere", first), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(port_of_the_chip_is_told_from_others),
        cmocka_unit_test(system_without_the_folder_has_none),
    };
    return cmocka_run_group_tests(tests, make_tree, remove_tree);
}
