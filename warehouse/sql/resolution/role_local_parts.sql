-- One row per local part that belongs to a function or a machine, not to a person.
-- grain: local_part
-- not null: kind
select
    unnest(string_split(listed.local_parts, ' ')) as local_part,
    listed.kind,
from (
    values
    (
        'machine',
        'noreply no-reply no_reply donotreply '
        || 'do-not-reply do_not_reply nicht-antworten ne-pas-repondre mailer-daemon '
        || 'postmaster bounce bounces daemon notification notifications '
        || 'notify alert alerts autoreply auto-reply robot '
        || 'newsletter newsletters news updates update digest announce announcements mailer mailings '
        || 'calendar-notification calendar-server invitations receipts receipt jira '
        || 'confluence jenkins buildbot github-actions dependabot cron'
    ),
    (
        'role',
        'info support help helpdesk sales contact hello '
        || 'team office admin administrator billing invoices invoice accounts '
        || 'accounting payroll finance hr jobs careers recruiting '
        || 'recruitment talent press media marketing events event '
        || 'service services customerservice customer-service '
        || 'customer.service feedback enquiries inquiries reception '
        || 'webmaster hostmaster abuse security privacy legal orders order shop store booking bookings reservations '
        || 'membership members community conference registration everyone all staff board kontakt buchhaltung '
        || 'it-helpdesk it-support it-service itsupport servicedesk service-desk operations purchasing procurement '
        || 'payments facilities compliance dpo gdpr contracts collections press-office ap ar '
        || 'bewerbung bewerbungen vertrieb rechnung rechnungen mahnung einkauf verwaltung personal zentrale empfang '
        || 'sekretariat kundenservice kundendienst datenschutz lohnbuchhaltung anfrage termine presse redaktion '
        || 'contacto ventas soporte rrhh recursoshumanos facturacion facturas nomina nominas administracion '
        || 'contabilidad recepcion secretaria atencionalcliente clientes reservas compras pedidos prensa empleo '
        || 'contato comercial suporte rh financeiro faturamento cobranca atendimento vendas recrutamento juridico '
        || 'administrativo sac commercial comptabilite facturation recrutement accueil secretariat achats reservation '
        || 'amministrazione fatture fatturazione ufficio segreteria vendite acquisti assistenza risorseumane '
        || 'administratie facturen boekhouding verkoop inkoop receptie klantenservice vacatures secretariaat '
        || 'faktura fakturor regnskap ekonomi kundtjanst kundeservice postmottak salg resepsjon '
        || 'biuro kadry ksiegowosc faktury sprzedaz rekrutacja zamowienia pomoc fakturace objednavky obchod '
        || 'bilgi iletisim muhasebe satis destek insankaynaklari fatura ik lienhe hotro ketoan nhansu tuyendung'
    ),
    (
        'junk',
        'none nobody noone root devnull null user username '
        || 'localhost unknown anonymous example test you me email mail '
        || 'noemail no-email nomail invalid nospam default ubuntu vagrant debian'
    )
) as listed (kind, local_parts)
