// SPDX-License-Identifier: GPL-2.0
/*
 * Mapping and unmapping of address ranges.
 */
#include <linux/mm.h>
#include <linux/pagemap.h>

#include "vma.h"

/* Make room for, allocate and link one mapping; the mmap lock is held. */
unsigned long mmap_region(struct file *file, unsigned long addr,
			  unsigned long len, vm_flags_t vm_flags,
			  unsigned long pgoff)
{
	struct mm_struct *mm = current->mm;
	struct vm_area_struct *vma;
	int error;

	error = clear_address_range(mm, addr, len);
	if (error)
		return error;

	vma = new_vma(mm, file, addr, len, vm_flags, pgoff);
	if (IS_ERR(vma))
		return PTR_ERR(vma);

	vma_link_file(vma);
	account_vma(mm, vma);
	return addr;
}

/* Tear down every mapping of an address space that nobody uses any more. */
void exit_mmap(struct mm_struct *mm)
{
	struct unlink_vma_file_batch batch = {};
	struct vm_area_struct *vma;

	for_each_mapped_vma(mm, vma)
		unlink_file_vma_batch_add(&batch, vma);
	unlink_file_vma_batch_final(&batch);

	free_page_tables(mm);
	free_all_vmas(mm);
}
