/* SPDX-License-Identifier: GPL-2.0 */
#ifndef __MM_VMA_H
#define __MM_VMA_H

#include <linux/mm.h>

#define VMA_BATCH	8

/*
 * File mappings of one address space that leave together: one
 * acquisition of i_mmap_rwsem serves all that map the same file.
 */
struct unlink_vma_file_batch {
	struct address_space *mapping;
	unsigned int nr;
	struct vm_area_struct *vma[VMA_BATCH];
};

void vma_link_file(struct vm_area_struct *vma);

void unlink_file_vma_batch_add(struct unlink_vma_file_batch *batch,
			       struct vm_area_struct *vma);
void unlink_file_vma_batch_final(struct unlink_vma_file_batch *batch);

#endif /* __MM_VMA_H */
