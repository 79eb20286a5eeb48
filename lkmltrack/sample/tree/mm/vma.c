// SPDX-License-Identifier: GPL-2.0
/*
 * What happens to a single mapping: link, split, unlink.
 */
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/pagemap.h>

#include "vma.h"

static struct address_space *vma_mapping(const struct vm_area_struct *vma)
{
	return vma->vm_file ? vma->vm_file->f_mapping : NULL;
}

/* Enter a mapping into its file's tree; i_mmap_rwsem is held for writing. */
static void i_mmap_enter(struct address_space *mapping,
			 struct vm_area_struct *vma)
{
	lockdep_assert_held_write(&mapping->i_mmap_rwsem);
	vma_interval_tree_insert(vma, &mapping->i_mmap);
}

/* The opposite of i_mmap_enter(), under the same lock. */
static void i_mmap_leave(struct address_space *mapping,
			 struct vm_area_struct *vma)
{
	lockdep_assert_held_write(&mapping->i_mmap_rwsem);
	vma_interval_tree_remove(vma, &mapping->i_mmap);
}

void vma_link_file(struct vm_area_struct *vma)
{
	struct address_space *mapping = vma_mapping(vma);

	if (!mapping)
		return;

	i_mmap_lock_write(mapping);
	i_mmap_enter(mapping, vma);
	i_mmap_unlock_write(mapping);
}

static void unlink_file_vma_batch_process(struct unlink_vma_file_batch *batch)
{
	i_mmap_lock_write(batch->mapping);
	while (batch->nr)
		i_mmap_leave(batch->mapping, batch->vma[--batch->nr]);
	i_mmap_unlock_write(batch->mapping);
}

void unlink_file_vma_batch_add(struct unlink_vma_file_batch *batch,
			       struct vm_area_struct *vma)
{
	struct address_space *mapping = vma_mapping(vma);

	if (!mapping)
		return;

	if (batch->nr == VMA_BATCH || batch->mapping != mapping)
		unlink_file_vma_batch_final(batch);

	batch->mapping = mapping;
	batch->vma[batch->nr++] = vma;
}

void unlink_file_vma_batch_final(struct unlink_vma_file_batch *batch)
{
	if (batch->nr)
		unlink_file_vma_batch_process(batch);
}

/* Lock a mapping's file and take the mapping out while its bounds change. */
void vma_prepare(struct vma_prepare *vp)
{
	struct address_space *mapping = vma_mapping(vp->vma);

	if (!mapping)
		return;

	i_mmap_lock_write(mapping);
	i_mmap_leave(mapping, vp->vma);
}

/* Put it back with its new bounds, and its new neighbour beside it. */
void vma_complete(struct vma_prepare *vp)
{
	struct address_space *mapping = vma_mapping(vp->vma);

	if (!mapping)
		return;

	i_mmap_enter(mapping, vp->vma);
	if (vp->insert)
		i_mmap_enter(mapping, vp->insert);
	i_mmap_unlock_write(mapping);
}
