"""Pages as archives write them, of invented mail."""

HYPERMAIL_1 = """\
<!-- received="Wed Apr  9 19:57:57 1997 EST" -->
<!-- sent="Wed, 9 Apr 1997 20:19:09 -0400" -->
<!-- name="Ada Author" -->
<!-- email="ada@example.org" -->
<!-- subject="Re: a &quot;slow&quot; lock" -->
<!-- id="199704100019.UAA01246@mail.example.org" -->
<!-- inreplyto="199704091200.AA1@mail.example.com" -->
<title>Linux-Kernel Archive: Re: a &quot;slow&quot; lock</title>
<h1>Re: a &quot;slow&quot; lock</h1>
<ul>
<li> <b>Next message:</b> <a href="0108.html">Mia: "something else"</a>
</ul>
<hr>
<!-- body="start" -->
   indented first line<br>
<p>
<i>&gt; quoted &lt;mia@example.com&gt;</i><br>
an answer with a <b>bold</b> word<br>
	a tab in front<br>
<!-- body="end" -->
<hr>
"""

HYPERMAIL_2 = """\
<HTML><HEAD><META NAME="Subject" CONTENT="Re: a lock"></HEAD><BODY>
<H1>Re: a lock</H1>
<!-- received="Thu Aug 24 14:28:28 2000" -->
<!-- sent="Thu, 24 Aug 2000 12:35:14 -0600" -->
<!-- name="ada@example.org" -->
<!-- email="ada@example.org" -->
<!-- subject="Re: a lock" -->
<!-- id="20000824123514.A27213@mail.example.org" -->
<!-- inreplyto="Re: a subject is no id" -->
<STRONG>From:</STRONG> ada@example.org
(<A HREF="mailto:ada@example.org?Subject=Re:%20a%20lock&In-Reply-To=&lt;other@example.org&gt;">x</A>)<BR>
<!-- body="start" -->
<P>
Somebody wrote:
<BR>
<EM>&gt; a quoted line
</EM><BR>
<EM>&gt; and one more
</EM><BR>
<P>The answer begins here
<BR>
and goes on.
<BR>
<P><P><PRE>
-- 
Ada
</PRE>
<P><!-- body="end" -->
</BODY></HTML>
"""

MHONARC = """\
<!-- MHonArc v2.6.16 -->
<!--X-Subject: [PATCH v2] mm: make it &#45;&#45; faster -->
<!--X-From-R13: Oqn Ohgube <nqnNrknzcyr.bet> -->
<!--X-Date: Wed, 30 Sep 2015 19:03:14 &#45;0400 (EDT) -->
<!--X-Message-Id: 20150930&#45;1&#45;ada@example.org -->
<!--X-Content-Type: text/plain -->
<!--X-Reference: cover@example.org -->
<!--X-Reference: parent@example.com -->
<!--X-Head-End-->
<html><head><title>Linux-Kernel Archive: [PATCH v2] mm: make it -- faster</title>
<meta NAME="Author" CONTENT="Ada Author &lt;ada@xxxxxxxxxxx&gt;"></head>
<body>
<h1>[PATCH v2] mm: make it -- faster</h1>
<strong>From: </strong>Ada Author
<br><strong>Date: </strong> Wed Sep 30 2015 - 19:03:14 EST
<hr NOSHADE>
<!--X-Body-of-Message-->
It is faster.<br>
<br>
Signed-off-by: Ada Author &lt;ada@xxxxxxxxxxx&gt;<br>
---<br>
@@ -1,2 +1,2 @@<br>
 context<br>
 <br>
-	old<br>
+	new<br>
-- <br>
2.4.2<br>
See <a  href="http://www.example.org/">http://www.example.org/</a><br>
<!--X-Body-of-Message-End-->
<hr>
</body></html>
"""

# as Indiana's archive looks where it keeps no comments
UNCOMMENTED = """\
<html><head><title>Linux-Kernel Archive: 答复: [PATCH] mm: a flag</title></head><body>
<h1>答复: [PATCH] mm: a flag</h1>
<strong>From: </strong>Lin Example
<br><strong>Date: </strong> Thu Apr 23 2026 - 21:09:51 EST
<p>
<ul>
<li><strong>Next message: </strong> <a href="11858.html"> Mia: "other"</a>
<li><strong>In reply to: </strong> <a href="11800.html"> Mia: "Re: [PATCH] mm: a flag"</a>
</ul>
<hr NOSHADE>
&gt;<i> What is it good for?</i><br>
<br>
For speed: 91.53%  [kernel]  [k] a_lock<br>
<hr NOSHADE>
<ul><li><strong>Next message: </strong> <a href="11858.html"> Mia: "other"</a></ul>
</body></html>
"""

MARC = """\
<head><title>'Re: a lock' - MARC</title></head>
<body>
<pre><b>[<a href="?l=git&m=1&w=2">prev in list</a>] [<a href="?l=git&m=5&w=2">prev in thread</a>] </b>
<b><font size=+1>
List:       <a href="?l=git&r=1&w=2">git</a>
Subject:    <a href="?t=1&r=1&w=2">Re: a lock &lt;list@example.org&gt;</a>
From:       <a href="?a=1&r=1&w=2">Ada Author &lt;ada.author () mail ! example ! org&gt;</a>
Date:       <a href="http://marc.info/?l=git&r=1&b=200707&w=2">2007-07-31 22:36:13</a>
Message-ID: <a href="?i=Pine.LNX.4.64.1%20()%20mail%20!%20example%20!%20org">x</a></font>
[<a href="?l=git&m=118592163426701&q=raw">Download message RAW</a>]</b>

Hi,

&gt; quoted
&gt; 
an   answer	with a tab
<b>[<a href="?l=git&m=1&w=2">prev in list</a>]</b>
</pre></body></html>
"""

LKML_ORG = """\
<html><head><title>LKML: Ada Author: Re: a lock</title></head><body>
<table><tr><td class="lp">Date</td><td class="rp" itemprop="datePublished">Tue, 5 Feb 2019 10:11:12 +0100</td></tr>
<tr><td class="lp">From</td><td class="rp" itemprop="author">Ada Author &lt;&gt;</td></tr>
<tr><td class="lp">Subject</td><td class="rp" itemprop="name">Re: a lock</td></tr></table>
<pre itemprop="articleBody">On Tue, Mia wrote:<br />&gt; quoted<br /><br />  indented<br />end</pre>
</body></html>
"""

PIPERMAIL = """\
<HTML><HEAD><TITLE> a lock</TITLE>
<LINK REL="made" HREF="mailto:list%40example.org?Subject=Re%3A%20a%20lock&In-Reply-To=%3C20260704.1%40example.org%3E">
</HEAD><BODY><H1>a lock</H1>
<B>Ada Author</B>
<A HREF="mailto:list%40example.org?Subject=Re&In-Reply-To=%3C20260704.1%40example.org%3E">ada at example.org</A><BR>
<I>Sat Jul  4 10:00:00 UTC 2026</I>
<HR>
<!--beginarticle-->
<PRE>Hello,

  a <A HREF="http://example.org/">http://example.org/</A> link
</PRE>
<!--endarticle-->
</BODY></HTML>
"""

PATCHWORK = """\
<html><body><h1>mm: a flag - Patchwork</h1>
<table><tr><th>Message ID</th><td>20260407-flag@example.org</td></tr></table></body></html>
"""

PUBLIC_INBOX_FOOTER = (
    '<form action="../"><pre><a href="../_/text/help/">help</a></pre></form>'
    "<pre>This is a public inbox, see mirroring instructions</pre>"
)
MESSAGE_PAGE = f"""\
<html><body>{PUBLIC_INBOX_FOOTER}<pre
id=b>From: "Author, Ada" &lt;ada@example.org&gt;
To: list@example.org
Cc: &lt;one@example.com&gt;,
	&lt;two@example.com&gt;
Subject: <a
href="#r"
id=t>[PATCH] mm: a flag</a>
Date: Tue, 21 Apr 2026 10:09:32 +0800	<a
href="#r">[thread overview]</a>
Message-ID: &lt;own@example.org&gt; (<a
href="raw">raw</a>)
In-Reply-To: &lt;<a
href="../parent@example.org/">parent@example.org</a>&gt;

The text links to <a
href="https://lore.kernel.org/all/elsewhere@example.net/">https://lore.kernel.org/all/elsewhere@example.net/</a>

<span class="add">+added</span>
</pre><hr><pre>2026-04-21 <a
href="../reply%2Fone@example.com/">Mia</a></pre></body></html>
"""
THREAD_PAGE = f"""\
<html><body>{PUBLIC_INBOX_FOOTER}<pre>From: Ada (<a
href="../../own@example.org/">permalink</a> / <a
href="../../own@example.org/raw">raw</a>)
In-Reply-To: &lt;<a
href="../../ghost@example.org/">ghost@example.org</a>&gt;
From: Mia (<a
href="../../reply@example.com/">permalink</a>)</pre></body></html>
"""
TOPICS_PAGE = f"""\
<html><body>{PUBLIC_INBOX_FOOTER}<pre><a
href="one@example.org/T/#t">first</a>
<a
href="two@example.org/T/#u">second</a> <a href="?q=x@example.org">no</a></pre></body></html>
"""
NOT_FOUND_PAGE = f"""\
<html><body>{PUBLIC_INBOX_FOOTER}<pre>Message-ID &lt;lost@example.org&gt; not found
<a
href="http://marc.info/?i=lost@example.org">http://marc.info/?i=lost@example.org</a>
<a
href="nntp://news.example.org/lost@example.org">x</a></pre></body></html>
"""
ATOM = """\
<?xml version="1.0" encoding="us-ascii"?>
<!DOCTYPE feed [<!ENTITY a SYSTEM "file:///etc/passwd">]>
<feed xmlns="http://www.w3.org/2005/Atom"><title>&a;</title>
<entry><title>one</title><link href="http://lore.example.org/all/one@example.org/"/></entry>
<entry><title>two</title><link href="http://lore.example.org/all/two%40example.org/"/></entry>
</feed>
"""
