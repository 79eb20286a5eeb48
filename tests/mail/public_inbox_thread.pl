# Reads mails, each with its length in eight bytes in front, and prints what
# public-inbox makes of them: message-id, parent (empty for a root), 1 for a
# message and 0 for a ghost, separated by tabs.
use strict;
use warnings;
use PublicInbox::Eml;
use PublicInbox::MID qw(mids references);
use PublicInbox::MsgTime qw(msg_datestamp);
use PublicInbox::SearchThread;

package NoInbox;
sub new { return bless {}, shift }
sub smsg_by_mid { return undef }

package main;
binmode STDIN;
binmode STDOUT, ':utf8';
my @messages;
while (read(STDIN, my $length, 8)) {
	read(STDIN, my $raw, unpack('Q>', $length));
	my $mail = PublicInbox::Eml->new(\$raw);
	my $id = mids($mail)->[0];
	my ($date) = msg_datestamp($mail, 0);
	my %seen = ($id => 1);
	my @references = grep { !$seen{$_}++ } @{references($mail)};
	my $message = { mid => $id, ds => $date, blob => scalar(@messages) + 1 };
	$message->{references} = '<' . join('> <', @references) . '>' if @references;
	push @messages, $message;
}
my $by_id = sub { @{$_[0]} = sort { $a->{mid} cmp $b->{mid} } @{$_[0]} };
my $roots = PublicInbox::SearchThread::thread(\@messages, $by_id, { ibx => NoInbox->new });
my @waiting = map { [$_, ''] } @$roots;
while (my $entry = shift @waiting) {
	my ($node, $parent) = @$entry;
	print join("\t", $node->{mid}, $parent, $node->{blob} ? 1 : 0), "\n";
	push @waiting, map { [$_, $node->{mid}] } @{$node->{children}};
}
