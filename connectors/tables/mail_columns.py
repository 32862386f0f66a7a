"""The columns of lists of messages, in the languages of exports; in Outlook's, names and addresses stand apart.

Outlook's Portuguese, Polish and Russian names are those of files in public projects, seen in 2026.
"""

from __future__ import annotations

from connectors.tables import aliases

COLUMNS = aliases(
    {
        "From": "from sender von absender de expediteur remitente da mittente van afzender fran avsandare"
        " fra avsender afsender od nadawca remetente от отправитель 差出人 发件人 寄件者",
        "To": "to recipient recipients torecipients an empfanger a para destinataire destinataires destinatario"
        " destinatarios destinatari aan ontvanger ontvangers till mottagare til mottaker modtager do adresat кому"
        " получатель 宛先 收件人 收件者",
        "Cc": "cc ccrecipients kopie copie copia kopia kopi dw копия 抄送 副本",
        "Bcc": "bcc bccrecipients blindkopie cci cco ccn скрытаякопия",
        "Date": "date datetime dateandtime timestamp sent senton sentat sentdate sentdatetime senttime datesent datum"
        " gesendet gesendetam envoye fecha enviado data inviato verzonden dato skickat sendt дата отправлено 日期 日付"
        " 日時 送信日時",
        "Received": "received receivedon receivedat receiveddate receiveddatetime datereceived receivedtime erhalten"
        " empfangen recu recibido ricevuto ontvangen mottaget mottatt modtaget получено 受信日時",
        "Time": "time uhrzeit heure hora ora tijd godzina время",
        "Subject": "subject betreff objet sujet asunto oggetto assunto onderwerp amne emne temat тема 件名 主题 主旨",
        "Message-ID": "messageid msgid mid internetmessageid rfc822messageid headermessageid nachrichtenid"
        " idmessage idmensaje idmessaggio",
        "In-Reply-To": "inreplyto antwortauf enreponsea",
        "References": "references",
        "Folder": "folder foldername folderpath mailbox ordner dossier carpeta cartella pasta map mapp mappe папка",
        "X-Gmail-Labels": "labels label xgmaillabels gmaillabels tags",
        "is draft": "isdraft draft unsent",
        "X-GM-THRID": "xgmthrid gmailthreadid",
        "from names": "fromname sendername vonname denom denombre denome danome vannaam frannamn franavn"
        " odimienazwisko отимя",
        "from addresses": "fromaddress fromemail fromemailaddress senderaddress senderemail senderemailaddress"
        " vonadresse deadresse dedireccion deendereco daindirizzo vanadres odadres отадрес",
        "to names": "toname recipientname recipientnames anname anom paranombre paranome anome aannaam tillnamn tilnavn"
        " doimienazwisko комуимя",
        "to addresses": "toaddress toemail toemails toemailaddress recipientaddress recipientemail recipientemails"
        " anadresse aadresse paradireccion paraendereco aindirizzo aanadres doadres комуадрес",
        "cc names": "ccname ccnom ccnombre ccnome ccnaam dwimienazwisko копияимя",
        "cc addresses": "ccaddress ccadresse ccdireccion ccendereco ccindirizzo ccadres dwadres копияадрес",
        "bcc names": "bccname ccinom cconombre cconome ccnnome bccnaam udwimienazwisko скимя",
        "bcc addresses": "bccaddress bccadresse cciadresse ccodireccion ccoendereco ccnindirizzo bccadres"
        " udwadres скадрес",
    }
)
NEEDED = (
    frozenset({"From", "Date"}),
    frozenset({"From", "Received"}),
    frozenset({"To", "Date"}),
    frozenset({"from addresses", "Date"}),
    frozenset({"from addresses", "Received"}),
    frozenset({"to addresses", "Date"}),
    frozenset({"from names", "to names"}),
)
# What only LinkedIn's messages and invitations have, and what those before 2023 have: there, most parties of mail must
# have addresses.
PROFILES = frozenset(("senderprofileurl", "inviterprofileurl"))
AS_LINKEDIN = (
    frozenset(("conversationid", "from", "to", "date")),
    frozenset(("from", "to", "date", "content", "direction", "folder")),
    frozenset(("from", "to", "sentat", "direction")),
)
