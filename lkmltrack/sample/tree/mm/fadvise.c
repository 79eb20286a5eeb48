// SPDX-License-Identifier: GPL-2.0
/*
 * Advice about a range of a file.
 */
#include <linux/fadvise.h>
#include <linux/fs.h>
#include <linux/pagemap.h>

int generic_fadvise(struct file *file, loff_t offset, loff_t len, int advice)
{
	struct address_space *mapping = file->f_mapping;

	if (!mapping || len < 0)
		return -EINVAL;

	switch (advice) {
	case POSIX_FADV_NORMAL:
		file_set_readahead(file, READAHEAD_DEFAULT);
		break;
	case POSIX_FADV_RANDOM:
		file_set_readahead(file, READAHEAD_OFF);
		break;
	case POSIX_FADV_SEQUENTIAL:
		file_set_readahead(file, READAHEAD_TWICE);
		break;
	case POSIX_FADV_WILLNEED:
		force_page_cache_readahead(mapping, file, offset, len);
		break;
	case POSIX_FADV_NOREUSE:
		file->f_mode |= FMODE_NOREUSE;
		break;
	case POSIX_FADV_DONTNEED:
		invalidate_mapping_range(mapping, offset, len);
		break;
	default:
		return -EINVAL;
	}
	return 0;
}
