-- One row per mail domain that anybody may have an address at: it says nothing about an employer.
-- grain: domain
select unnest(string_split(
    'gmail.com googlemail.com yahoo.com yahoo.co.uk yahoo.fr yahoo.de yahoo.es yahoo.it yahoo.ca yahoo.in yahoo.co.in '
    || 'yahoo.co.jp yahoo.com.ar yahoo.com.br yahoo.com.au yahoo.com.mx ymail.com rocketmail.com hotmail.com '
    || 'hotmail.co.uk hotmail.fr hotmail.de hotmail.it hotmail.es outlook.com outlook.de outlook.fr outlook.es '
    || 'outlook.jp outlook.com.br live.com live.de live.fr live.nl live.co.uk live.se msn.com passport.com aol.com '
    || 'aim.com icloud.com me.com mac.com gmx.de gmx.net gmx.com gmx.at gmx.ch web.de freenet.de t-online.de arcor.de '
    || 'mail.de posteo.de posteo.net mailbox.org proton.me protonmail.com protonmail.ch pm.me tutanota.com tutanota.de '
    || 'tuta.io tutamail.com fastmail.com fastmail.fm zoho.com hushmail.com hey.com mail.com email.com inbox.com '
    || 'riseup.net disroot.org free.fr orange.fr wanadoo.fr laposte.net sfr.fr neuf.fr libertysurf.fr bbox.fr '
    || 'libero.it virgilio.it tiscali.it alice.it tin.it hotmail.nl ziggo.nl xs4all.nl planet.nl kpnmail.nl home.nl '
    || 'telenet.be skynet.be bluewin.ch telia.com bredband.net online.no abv.bg mail.bg seznam.cz centrum.cz email.cz '
    || 'volny.cz azet.sk wp.pl o2.pl onet.pl interia.pl op.pl poczta.fm gazeta.pl freemail.hu citromail.hu yahoo.ro '
    || 'mail.ru inbox.ru list.ru bk.ru internet.ru yandex.ru yandex.com ya.ru rambler.ru ukr.net i.ua meta.ua tut.by '
    || 'qq.com vip.qq.com foxmail.com 163.com 126.com yeah.net sina.com sina.cn sohu.com aliyun.com 139.com 189.cn '
    || 'naver.com daum.net hanmail.net nate.com kakao.com docomo.ne.jp ezweb.ne.jp softbank.ne.jp nifty.com '
    || 'rediffmail.com indiatimes.com sify.com uol.com.br bol.com.br terra.com.br ig.com.br globo.com sapo.pt '
    || 'comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net earthlink.net optonline.net '
    || 'rogers.com shaw.ca telus.net sympatico.ca btinternet.com btopenworld.com sky.com virginmedia.com ntlworld.com '
    || 'blueyonder.co.uk talktalk.net tiscali.co.uk bigpond.com optusnet.com.au xtra.co.nz pobox.com acm.org ieee.org '
    || 'alumni.stanford.edu users.noreply.github.com users.sourceforge.net users.sf.net sdf.org lavabit.com cock.li '
    || 'duck.com privaterelay.appleid.com mozmail.com simplelogin.com keemail.me usa.net netscape.net juno.com',
    ' '
)) as domain
