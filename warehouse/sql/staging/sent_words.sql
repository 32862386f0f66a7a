-- One row per word or two by which mail programs call a folder for sent mail, without accents and in small letters.
-- grain: word
select unnest(string_split(
    'sent|gesendet|gesendete|envoye|envoyes|enviado|enviados|enviada|enviadas|enviats|inviata|inviate|inviati|inviato|'
    || 'verzonden|sendt|sendte|skickat|skickade|lahetetyt|sendur|wysłane|odeslane|odeslana|odoslane|elkuldott|'
    || 'trimise|gonderilen|gonderilmis|issiusti|issiusta|issiustos|nosutitie|nosutitas|saadetud|poslano|poslane|'
    || 'poslato|terkirim|dihantar|đa gui|отправленные|надіслані|изпратени|послато|απεσταλμενα|נשלח|שנשלח|המרסל|'
    || 'المرسل|المرسلة|送信済み|送信済みメール|送信済みアイテム|已发送|已发送邮件|已发送消息|已發送|已發送郵件|已傳送|'
    || '已傳送郵件|寄件備份|已寄出|보낸편지함|보낸메일함|보낸 편지함|보낸 메일함|보낸 항목|ส่งแล้ว|จดหมายที่ส่ง',
    '|'
)) as word
