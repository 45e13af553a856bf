/* SPDX-License-Identifier: Apache-2.0 */
/*
 * See usb_ports.h. A port's "device" there is the USB interface; the device
 * that it belongs to lies one folder above.
 */
#include "host/mcumgr/usb_ports.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define PATH_LEN 512

static bool holds_id(const char *sysfs, const char *port, const char *name,
                     const char *id)
{
    char path[PATH_LEN];
    char found[8] = "";
    int len =
        snprintf(path, sizeof(path), "%s/%s/device/../%s", sysfs, port, name);
    FILE *file = (size_t)len < sizeof(path) ? fopen(path, "r") : NULL;
    if (file == NULL) {
        return false;
    }
    bool same =
        fgets(found, sizeof(found), file) != NULL && strncmp(found, id, 4) == 0;
    (void)fclose(file);
    return same;
}

static bool is_chip(const char *sysfs, const char *port)
{
    return port[0] != '.' &&
           strlen(port) + sizeof("/dev/") <= USB_PORTS_NAME_MAX &&
           holds_id(sysfs, port, "idVendor", "303a") &&
           holds_id(sysfs, port, "idProduct", "1001");
}

size_t usb_ports_find(const char *sysfs, char first[USB_PORTS_NAME_MAX])
{
    size_t count = 0;
    DIR *folder = opendir(sysfs);
    if (folder == NULL) {
        return 0;
    }
    for (const struct dirent *entry = readdir(folder); entry != NULL;
         entry = readdir(folder)) {
        char name[USB_PORTS_NAME_MAX];
        if (!is_chip(sysfs, entry->d_name)) {
            continue;
        }
        (void)snprintf(name, sizeof(name), "/dev/%.*s",
                       (int)(sizeof(name) - sizeof("/dev/")), entry->d_name);
        if (count++ == 0 || strcmp(name, first) < 0) {
            (void)strcpy(first, name);
        }
    }
    (void)closedir(folder);
    return count;
}
