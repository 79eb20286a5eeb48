// SPDX-License-Identifier: GPL-2.0
/*
 * Loading of ELF images.
 */
#include <linux/binfmts.h>
#include <linux/elf.h>
#include <linux/mm.h>

/* Map one segment where the program header wants it. */
static unsigned long elf_map(struct file *file, unsigned long bias,
			     const struct elf_phdr *segment)
{
	unsigned long start = bias + segment->p_vaddr;

	if (!segment->p_filesz)
		return start;

	return vm_mmap(file, start, segment->p_filesz,
		       segment_protection(segment),
		       MAP_PRIVATE | MAP_FIXED, segment->p_offset);
}

/* Map every PT_LOAD segment of an image, be it the program or its loader. */
static int elf_map_image(struct file *file, struct elf_image *image)
{
	unsigned int i;

	for (i = 0; i < image->nr_segments; i++) {
		unsigned long addr;

		addr = elf_map(file, image->bias, &image->segments[i]);
		if (IS_ERR_VALUE(addr))
			return addr;
	}
	return 0;
}

static int load_elf_binary(struct linux_binprm *bprm)
{
	struct elf_image program = {}, loader = {};
	int error;

	error = read_elf_images(bprm, &program, &loader);
	if (error)
		return error;

	error = begin_new_exec(bprm);
	if (error)
		return error;

	error = elf_map_image(bprm->file, &program);
	if (!error && loader.nr_segments)
		error = elf_map_image(bprm->interpreter, &loader);
	if (error)
		return error;

	start_thread(current_pt_regs(), entry_point(&program, &loader));
	return 0;
}
