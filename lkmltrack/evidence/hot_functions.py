"""Functions that kernel profiles are full of: what a misspelled symbol may have meant."""

_MEMORY = """
    alloc_pages_noprof anon_vma_interval_tree_insert anon_vma_interval_tree_remove clear_page_erms
    clear_huge_page clear_page_rep compact_zone copy_page copy_page_range do_anonymous_page
    do_fault do_fault_around do_swap_page do_user_addr_fault do_wp_page dup_mm dup_mmap exit_mmap
    filemap_add_folio filemap_fault filemap_get_pages filemap_map_pages filemap_read find_vma
    flush_tlb_func flush_tlb_mm_range folio_add_file_rmap_ptes folio_add_lru folio_batch_move_lru
    folio_lruvec_lock_irqsave folio_mark_accessed folio_referenced folio_remove_rmap_ptes
    free_frozen_pages free_pages_and_swap_cache free_pgd_range free_pgtables free_unref_folios
    free_unref_page free_unref_page_commit get_mem_cgroup_from_mm get_page_from_freelist
    handle_mm_fault isolate_lru_folios kmem_cache_alloc_noprof kmem_cache_free
    lock_vma_under_rcu lru_add_drain lru_gen_add_folio lru_note_cost madvise_free_pte_range
    mas_preallocate mas_store_prealloc mas_walk mem_cgroup_charge mem_cgroup_css_rstat_flush
    mm_cid_get mmap_region mod_memcg_lruvec_state mod_memcg_state mprotect_fixup
    native_flush_tlb_multi native_flush_tlb_one_user next_uptodate_folio obj_cgroup_charge
    page_counter_cancel page_counter_try_charge page_counter_uncharge page_vma_mapped_walk
    prep_new_page refill_stock rmap_walk_anon rmap_walk_file rmqueue_bulk rmqueue_pcplist
    shrink_folio_list shrink_lruvec shrink_node shrink_slab swap_cache_get_folio swap_readpage
    swap_writepage tlb_finish_mmu tlb_flush_mmu try_charge_memcg try_to_unmap
    try_to_unmap_one uncharge_batch unlink_anon_vmas unlink_file_vma unlink_file_vma_batch_final
    unlink_file_vma_batch_process unmap_page_range unmap_region unmap_vmas vm_unmapped_area
    vma_complete vma_interval_tree_insert vma_interval_tree_remove vma_link vma_link_file
    vma_mas_szero vma_merge vma_prepare vms_clear_ptes vms_complete_munmap_vmas
    workingset_refault xas_find xas_load xas_store zap_page_range_single zap_present_ptes
    zap_pte_range zswap_load zswap_store
"""
_LOCKS = """
    down_read down_read_killable down_read_trylock down_write down_write_killable
    lockref_get lockref_get_not_dead lockref_put_return mutex_lock mutex_optimistic_spin
    mutex_spin_on_owner mutex_unlock native_queued_spin_lock_slowpath osq_lock osq_unlock
    osq_wait_next percpu_counter_add_batch pv_native_safe_halt queued_read_lock_slowpath
    queued_spin_lock_slowpath queued_write_lock_slowpath rwsem_down_read_slowpath
    rwsem_down_write_slowpath rwsem_mark_wake rwsem_optimistic_spin rwsem_read_trylock
    rwsem_spin_on_owner rwsem_wake up_read up_write
"""
_SCHEDULER = """
    available_idle_cpu cgroup_rstat_flush_locked cgroup_rstat_updated check_preempt_wakeup_fair
    context_switch copy_process cpuacct_charge css_rstat_updated dequeue_entities
    dequeue_entity dequeue_task_fair enqueue_entity enqueue_task_fair exit_mm exit_notify
    finish_task_switch flush_smp_call_function_queue hrtimer_interrupt kernel_clone
    load_balance mm_update_next_owner newidle_balance pick_eevdf pick_next_entity
    pick_next_task_fair place_entity prepare_task_switch psi_group_change psi_task_change
    psi_task_switch raw_spin_rq_lock_nested reweight_entity schedule_timeout
    sched_balance_domains sched_balance_newidle sched_balance_rq select_idle_core
    select_idle_cpu select_idle_sibling select_task_rq_fair set_next_entity switch_mm_irqs_off
    tg_load_down tg_unthrottle_up try_to_wake_up ttwu_do_activate ttwu_queue_wakelist
    update_cfs_group update_curr update_load_avg update_rq_clock update_sd_lb_stats
    update_sg_lb_stats wake_affine wake_up_q wakeup_preempt
"""
_FILES = """
    alloc_empty_file begin_new_exec bprm_execve copy_strings d_alloc_parallel d_lookup
    dentry_kill do_dentry_open do_filp_open do_sys_openat2 do_truncate dput dup_fd elf_load
    ep_poll ep_poll_callback ext4_block_write_begin ext4_da_write_begin ext4_file_write_iter
    ext4_get_group_info ext4_map_blocks ext4_mb_find_by_goal ext4_mb_good_group
    ext4_mb_new_blocks ext4_mb_regular_allocator ext4_mb_scan_groups fget_light filename_lookup
    file_free_rcu generic_perform_write inode_permission iomap_dio_rw iomap_file_buffered_write
    iomap_write_begin jbd2_journal_commit_transaction link_path_walk load_elf_binary
    lookup_fast lookup_open lookup_slow mnt_get_write_access path_lookupat path_openat
    pipe_read pipe_write page_cache_ra_order page_cache_ra_unbounded step_into
    terminate_walk vfs_fsync_range vfs_getattr vfs_read vfs_statx vfs_write walk_component
    writeback_sb_inodes xfs_buf_find xfs_buf_lookup xfs_file_buffered_write xfs_ilock
    xfs_iunlock xfs_log_commit_cil xfs_trans_alloc xfs_trans_commit xlog_cil_commit
"""
_BLOCKS = """
    bio_alloc_bioset bio_associate_blkg bio_iov_iter_get_pages blk_cgroup_bio_start
    blk_mq_dispatch_rq_list blk_mq_get_tag blk_mq_submit_bio blk_mq_try_issue_directly
    blkdev_direct_IO dd_dispatch_request dd_insert_requests io_issue_sqe io_read
    io_submit_sqes io_write nvme_irq nvme_poll nvme_queue_rq sbitmap_find_bit sbitmap_get
    submit_bio_noacct
"""
_NETWORK = """
    copy_user_enhanced_fast_string copy_user_generic_string dev_gro_receive dev_hard_start_xmit
    dev_queue_xmit fib_table_lookup ip_finish_output2 ip_queue_xmit ip_rcv
    memcpy_erms napi_complete_done napi_gro_receive net_rx_action process_backlog
    rep_movs_alternative sk_filter_trim_cap skb_clone skb_copy_datagram_iter
    skb_release_data sock_def_readable tcp_ack tcp_clean_rtx_queue tcp_data_queue
    tcp_rcv_established tcp_recvmsg_locked tcp_sendmsg_locked tcp_v4_rcv tcp_write_xmit
    udp_recvmsg udp_sendmsg
"""
HOT_FUNCTIONS = frozenset(
    " ".join((_MEMORY, _LOCKS, _SCHEDULER, _FILES, _BLOCKS, _NETWORK)).split()
)
