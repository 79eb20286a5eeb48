/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
#ifndef _UAPI_LINUX_FADVISE_H
#define _UAPI_LINUX_FADVISE_H

#define POSIX_FADV_NORMAL	0 /* the kernel decides */
#define POSIX_FADV_RANDOM	1 /* no read-ahead */
#define POSIX_FADV_SEQUENTIAL	2 /* more read-ahead */
#define POSIX_FADV_WILLNEED	3 /* read it now */
#define POSIX_FADV_DONTNEED	4 /* forget it now */
#define POSIX_FADV_NOREUSE	5 /* read once */

#endif /* _UAPI_LINUX_FADVISE_H */
