/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _LINUX_PAGEMAP_H
#define _LINUX_PAGEMAP_H

#include <linux/bitops.h>
#include <linux/fs.h>

/* Bits of address_space::flags. */
enum mapping_flags {
	AS_EIO		= 0,	/* a write failed and nobody was told yet */
	AS_ENOSPC	= 1,	/* the device was full */
	AS_UNEVICTABLE	= 2,	/* reclaim leaves these folios alone */
	AS_EXITING	= 3,	/* the last truncate has begun */
};

static inline bool mapping_unevictable(const struct address_space *mapping)
{
	return test_bit(AS_UNEVICTABLE, &mapping->flags);
}

static inline void mapping_set_exiting(struct address_space *mapping)
{
	set_bit(AS_EXITING, &mapping->flags);
}

#endif /* _LINUX_PAGEMAP_H */
