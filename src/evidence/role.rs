//! What a folder is for: the mail received, sent, thrown away, hidden. Triage reads the role, never the name.
//!
//! Evidence in order: the special-use attribute of the server (RFC 6154), then flags and labels on the messages, then
//! the folder's name. The name is the last resort: anybody may call a folder "Sent". It is matched whole, after folding
//! case, accents, quotes and blanks, against the table of names that mail programs give in their languages.

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// What a folder is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Mail as it arrives.
    Inbox,
    /// Copies of the mail sent.
    Sent,
    /// The bin, and what a server keeps of an emptied bin.
    Deleted,
    /// Mail being written.
    Drafts,
    /// Mail taken for spam.
    Junk,
    /// Mail withheld by a filter.
    Quarantine,
    /// Mail waiting to be sent.
    Outbox,
    /// Models for new messages.
    Templates,
    /// Mail put away, or all mail.
    Archive,
    /// Folders that programs create and nobody opens, where intruders move the replies to what they sent.
    Hiding,
    /// Every other folder.
    Other,
}

impl Role {
    /// All roles, in the order of their declaration.
    pub const ALL: [Role; 11] = [
        Role::Inbox,
        Role::Sent,
        Role::Deleted,
        Role::Drafts,
        Role::Junk,
        Role::Quarantine,
        Role::Outbox,
        Role::Templates,
        Role::Archive,
        Role::Hiding,
        Role::Other,
    ];

    /// The role as one lower-case English word, the form written in the archive.
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Inbox => "inbox",
            Role::Sent => "sent",
            Role::Deleted => "deleted",
            Role::Drafts => "drafts",
            Role::Junk => "junk",
            Role::Quarantine => "quarantine",
            Role::Outbox => "outbox",
            Role::Templates => "templates",
            Role::Archive => "archive",
            Role::Hiding => "hiding",
            Role::Other => "other",
        }
    }

    /// Reads exactly what [`Role::as_str`] writes.
    pub fn parse(s: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.as_str() == s)
    }

    /// The role a special-use attribute announces: RFC 6154, `\Scheduled` of the IANA registry, and the older names of
    /// Gmail (`\Inbox`, `\AllMail`, `\Spam`, `\Draft`). Any case, with or without the backslash. `None` for attributes
    /// that announce no role here, such as `\Flagged`, `\Important` or `\HasNoChildren`.
    pub fn of_special_use(attribute: &str) -> Option<Role> {
        match attribute.trim().trim_start_matches('\\').to_ascii_lowercase().as_str() {
            "inbox" => Some(Role::Inbox),
            "sent" => Some(Role::Sent),
            "trash" => Some(Role::Deleted),
            "drafts" | "draft" => Some(Role::Drafts),
            "junk" | "spam" => Some(Role::Junk),
            "archive" | "all" | "allmail" => Some(Role::Archive),
            "scheduled" => Some(Role::Outbox),
            _ => None,
        }
    }

    /// The role that the names in a decoded folder path suggest, its components separated by `/`.
    ///
    /// The deepest component that names a role wins, but what is below a deleted or junk folder stays so.
    /// A component that names none has the role of its parent, except below the inbox, where it is [`Role::Other`].
    pub fn of_folder(path: &str) -> Role {
        let mut role = Role::Other;
        for component in path.split('/').map(fold) {
            for name in levels(without_extension(&component)).filter(|name| !name.is_empty()) {
                role = match (role, of_name(name)) {
                    (Role::Deleted | Role::Junk, _) => return role,
                    (_, Some(own)) => own,
                    (Role::Inbox, None) => Role::Other,
                    (parent, None) => parent,
                };
            }
        }
        role
    }

    /// The role of a message with these Gmail labels (`X-Gmail-Labels`, `X-GM-LABELS`), in any order and language.
    ///
    /// Deleted, junk, drafts, sent, inbox, archive: the first of these that a label names, else [`Role::Other`]. Labels
    /// are compared whole: `Clients/Sent` is a label somebody made, `[Gmail]/Sent Mail` and `[Imap]/Sent` are not.
    pub fn of_labels<'a>(labels: impl Iterator<Item = &'a str>) -> Role {
        const FIRST_WINS: [Role; 6] = [Role::Deleted, Role::Junk, Role::Drafts, Role::Sent, Role::Inbox, Role::Archive];
        let named: Vec<Role> = labels.filter_map(of_label).collect();
        FIRST_WINS.into_iter().find(|role| named.contains(role)).unwrap_or(Role::Other)
    }
}

fn of_label(label: &str) -> Option<Role> {
    let folded = fold(label.trim().trim_start_matches('\\'));
    let name = ["[gmail]/", "[google mail]/", "[imap]/"].iter().find_map(|root| folded.strip_prefix(root));
    BY_NAME.get(name.unwrap_or(&folded)).copied()
}

/// The role of one folded name, which may be a numbered copy.
fn of_name(name: &str) -> Option<Role> {
    BY_NAME.get(name).or_else(|| BY_NAME.get(without_extension(without_number(name)))).copied()
}

/// `name` as it is compared: lower case, without accents, straight quotes and hyphens, single blanks, none around.
fn fold(name: &str) -> String {
    let plain: String = name.to_lowercase().nfd().filter(|c| !is_combining_mark(*c)).map(plain_sign).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn plain_sign(c: char) -> char {
    match c {
        '’' | '‘' | 'ʼ' | '´' | '`' => '\'',
        '\u{2010}' | '\u{2011}' => '-',
        c => c,
    }
}

/// The levels written in one folded component: servers that keep everything below the inbox write `INBOX.Sent`.
fn levels(component: &str) -> impl Iterator<Item = &str> {
    let dotted = ["inbox.", "[gmail].", "[google mail]."].iter().any(|root| component.starts_with(root));
    component.split(move |c| dotted && c == '.').map(str::trim)
}

/// A folded name without the extensions of mailbox files and of Thunderbird's folders of folders.
fn without_extension(mut name: &str) -> &str {
    while let Some(stem) = [".mbox", ".mbx", ".sbd"].iter().find_map(|extension| name.strip_suffix(extension)) {
        name = stem;
    }
    name.trim_end()
}

/// A folded name without the number of a copy, or a year: `sent-1`, `sent items 2`, `inbox!1` (Zimbra), `drafts1`
/// (Outlook), `trash (3)`, `archive_2024`. More than four digits are not a number of copies.
fn without_number(name: &str) -> &str {
    let (numbered, brackets) = name.strip_suffix(')').map_or((name, false), |inner| (inner, true));
    let stem = numbered.trim_end_matches(|c: char| c.is_ascii_digit());
    match numbered.len() - stem.len() {
        1..=4 if brackets => stem.strip_suffix('(').map_or(name, str::trim_end),
        1..=4 => stem.trim_end_matches(['-', ' ', '!', '_']),
        _ => name,
    }
}

/// [`NAMES`], folded.
static BY_NAME: LazyLock<HashMap<String, Role>> =
    LazyLock::new(|| NAMES.iter().flat_map(|(role, names)| names.iter().map(|name| (fold(name), *role))).collect());

/// The names that programs give, one row or more a language: English, French, German, Spanish, Italian, Portuguese,
/// Dutch. A name stands once, in the first language that has it.
#[rustfmt::skip] // one row a language can be checked against a mail program; one line a name cannot
const NAMES: &[(Role, &[&str])] = &[
    (Role::Inbox, &["Inbox", "In-Box"]),
    (Role::Inbox, &["Boîte de réception", "Courrier entrant", "Courrier reçu", "Messages reçus", "Éléments reçus"]),
    (Role::Inbox, &["Posteingang"]),
    (Role::Inbox, &["Bandeja de entrada", "Recibidos", "Buzón de entrada"]),
    (Role::Inbox, &["Posta in arrivo", "Posta ricevuta"]),
    (Role::Inbox, &["Caixa de entrada", "Recebidos"]),
    (Role::Inbox, &["Postvak IN"]),

    (Role::Sent, &["Sent", "Sent Items", "Sent Mail", "Sent Messages", "Sent E-mail", "Sent Email", "All sent"]),
    (Role::Sent, &["Éléments envoyés", "Envoyés", "Envoyé", "Messages envoyés", "Courrier envoyé"]),
    (Role::Sent, &["Courriers envoyés", "Courriels envoyés", "Mails envoyés", "E-mails envoyés"]),
    (Role::Sent, &["Gesendet", "Gesendete Elemente", "Gesendete Objekte", "Gesendete Nachrichten"]),
    (Role::Sent, &["Gesendete E-Mails", "Gesendete Mails", "Gesendete Post"]),
    (Role::Sent, &["Elementos enviados", "Enviados", "Enviado", "Mensajes enviados", "Correo enviado"]),
    (Role::Sent, &["Posta inviata", "Inviati", "Inviata", "Inviate", "Elementi inviati", "Messaggi inviati"]),
    (Role::Sent, &["Itens enviados", "Enviadas", "Mensagens enviadas", "E-mails enviados", "Correio enviado"]),
    (Role::Sent, &["Verzonden", "Verzonden items", "Verzonden berichten", "Verzonden e-mail"]),

    (Role::Deleted, &["Trash", "Bin", "Deleted", "Deleted Items", "Deleted Messages", "Deleted Mail", "Trash Can"]),
    (Role::Deleted, &["Corbeille", "Poubelle", "Éléments supprimés", "Messages supprimés", "Supprimés"]),
    (Role::Deleted, &["Mails supprimés", "Courrier supprimé", "E-mails supprimés", "Éléments effacés"]),
    (Role::Deleted, &["Papierkorb", "Gelöschte Elemente", "Geloeschte Elemente", "Gelöscht", "Gelöschte Objekte"]),
    (Role::Deleted, &["Gelöschte Nachrichten", "Gelöschte E-Mails"]),
    (Role::Deleted, &["Papelera", "Elementos eliminados", "Eliminados", "Mensajes eliminados"]),
    (Role::Deleted, &["Cestino", "Posta eliminata", "Elementi eliminati", "Eliminati", "Messaggi eliminati"]),
    (Role::Deleted, &["Lixeira", "Lixo", "Reciclagem", "Itens eliminados", "Itens excluídos", "Mensagens apagadas"]),
    (Role::Deleted, &["Prullenbak", "Prullenmand", "Verwijderd", "Verwijderde items", "Verwijderde berichten"]),
    // Exchange keeps an emptied bin: Recoverable Items and its folders.
    (Role::Deleted, &["Recoverable Items", "Deletions", "Purges", "DiscoveryHolds", "SubstrateHolds"]),
    (Role::Deleted, &["Éléments récupérables", "Wiederherstellbare Elemente", "Elementos recuperables"]),
    (Role::Deleted, &["Elementi ripristinabili", "Itens recuperáveis", "Herstelbare items"]),

    (Role::Drafts, &["Drafts", "Draft", "Draft Messages", "All drafts"]),
    (Role::Drafts, &["Brouillons", "Brouillon"]),
    (Role::Drafts, &["Entwürfe", "Entwuerfe", "Entwurf"]),
    (Role::Drafts, &["Borradores", "Borrador"]),
    (Role::Drafts, &["Bozze", "Bozza"]),
    (Role::Drafts, &["Rascunhos", "Rascunho"]),
    (Role::Drafts, &["Concepten"]),

    // Yahoo's junk folder is "Bulk Mail", or "Bulk" over IMAP.
    (Role::Junk, &["Junk", "Spam", "Junk E-mail", "Junk Email", "Junk Mail", "Bulk", "Bulk Mail", "Spams"]),
    (Role::Junk, &["Courrier indésirable", "Courriers indésirables", "E-mail indésirable", "E-mails indésirables"]),
    (Role::Junk, &["Courriel indésirable", "Courriels indésirables", "Indésirables", "Indésirable"]),
    (Role::Junk, &["Pourriel", "Pourriels", "Messages indésirables", "Mail indésirable", "Mails indésirables"]),
    (Role::Junk, &["Junk-E-Mail", "Unerwünscht", "Unerwünschte Werbung", "Unerwünschte E-Mails", "Spamverdacht"]),
    (Role::Junk, &["Correo no deseado", "Correo electrónico no deseado", "No deseado", "Correo basura"]),
    (Role::Junk, &["Posta indesiderata", "Indesiderata", "Posta spazzatura"]),
    (Role::Junk, &["Lixo eletrônico", "Correio não solicitado", "E-mail de lixo"]),
    (Role::Junk, &["Ongewenste e-mail", "Ongewenste mail", "Ongewenst", "Ongewenste berichten"]),

    (Role::Quarantine, &["Quarantine", "Quarantined", "Quarantaine", "En quarantaine", "Messages en quarantaine"]),
    (Role::Quarantine, &["Quarantäne", "Cuarentena", "Quarantena", "Quarentena"]),

    // "OUTBOX" of some French providers is said to keep sent mail: only their special-use attribute can tell.
    (Role::Outbox, &["Outbox", "Out-Box", "Unsent Messages", "Unsent"]),
    (Role::Outbox, &["Boîte d'envoi", "Courrier sortant", "Messages à envoyer", "Messages en attente"]),
    (Role::Outbox, &["Postausgang", "Nicht gesendete Nachrichten", "Ungesendete Nachrichten"]),
    (Role::Outbox, &["Bandeja de salida", "Buzón de salida", "Mensajes sin enviar", "Mensajes no enviados"]),
    (Role::Outbox, &["Posta in uscita", "Messaggi non inviati"]),
    (Role::Outbox, &["Caixa de saída", "Mensagens não enviadas"]),
    (Role::Outbox, &["Postvak UIT", "Niet-verzonden berichten"]),

    (Role::Templates, &["Templates", "Template", "Modèles", "Modèle", "Modèles de message", "Modèles de messages"]),
    (Role::Templates, &["Vorlagen", "Plantillas", "Modelli", "Modelos", "Sjablonen"]),

    (Role::Archive, &["Archive", "Archives", "Archived", "All Mail", "All messages", "Online Archive"]),
    (Role::Archive, &["Messages archivés", "Tous les messages", "Archives en ligne", "Archive en ligne"]),
    (Role::Archive, &["Archiv", "Archiviert", "Archivierte Nachrichten", "Alle Nachrichten", "Onlinearchiv"]),
    (Role::Archive, &["Archivo", "Archivado", "Archivados", "Todos", "Todo el correo", "Todos los mensajes"]),
    (Role::Archive, &["Archivio", "Archivi", "Archiviati", "Archiviata", "Tutti i messaggi", "Tutta la posta"]),
    (Role::Archive, &["Arquivo", "Arquivos", "Arquivo morto", "Arquivado", "Arquivados", "Todos os e-mails"]),
    (Role::Archive, &["Archief", "Archieven", "Gearchiveerd", "Alle berichten", "Alle e-mail"]),
    // The one file of a Google Takeout: the labels say the rest.
    (Role::Archive, &["All mail Including Spam and Trash", "Tous les messages, y compris Spam et Corbeille"]),

    (Role::Hiding, &["RSS", "RSS Feeds", "RSS Feed", "RSS Subscriptions", "Conversation History", "Sync Issues"]),
    (Role::Hiding, &["Flux RSS", "Abonnements RSS", "Historique des conversations", "Historique de conversation"]),
    (Role::Hiding, &["Historique de la conversation", "Problèmes de synchronisation"]),
    (Role::Hiding, &["RSS-Feeds", "RSS-Abonnements", "Aufgezeichnete Unterhaltungen", "Unterhaltungsverlauf"]),
    (Role::Hiding, &["Synchronisierungsprobleme", "Synchronisationsprobleme"]),
    (Role::Hiding, &["Fuentes RSS", "Suscripciones RSS", "Suscripciones de RSS", "Historial de conversaciones"]),
    (Role::Hiding, &["Historial de conversación", "Problemas de sincronización"]),
    (Role::Hiding, &["Feed RSS", "Sottoscrizioni RSS", "Cronologia conversazioni", "Cronologia conversazione"]),
    (Role::Hiding, &["Problemi di sincronizzazione", "Problemi sincronizzazione"]),
    (Role::Hiding, &["Feeds RSS", "Subscrições RSS", "Histórico de conversas", "Histórico de conversações"]),
    (Role::Hiding, &["Histórico de conversa", "Problemas de sincronização"]),
    (Role::Hiding, &["RSS-abonnementen", "Gespreksgeschiedenis", "Synchronisatieproblemen"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    /// Asserts the role of each path, and of the path as decomposed Unicode, which macOS writes.
    fn assert_roles(role: Role, paths: &[&str]) {
        for path in paths {
            assert_eq!(Role::of_folder(path), role, "{path}");
            assert_eq!(Role::of_folder(&path.nfd().collect::<String>()), role, "{path}, decomposed");
        }
    }

    #[test]
    fn a_name_stands_once_in_the_table() {
        let rows: Vec<String> = NAMES.iter().flat_map(|(_, names)| names.iter().map(|name| fold(name))).collect();
        for name in &rows {
            assert_eq!(rows.iter().filter(|other| *other == name).count(), 1, "{name}");
            assert_eq!(of_name(name), BY_NAME.get(name).copied());
            assert_eq!((without_extension(name), without_number(name)), (name.as_str(), name.as_str()));
        }
    }

    #[test]
    fn outlook_and_exchange() {
        let inboxes =
            ["Top of Outlook data file/Boîte de réception", "Posteingang", "Bandeja de entrada", "Posta in arrivo"];
        assert_roles(Role::Inbox, &inboxes);
        let sent =
            ["Top of Outlook data file/Éléments envoyés", "Gesendete Elemente", "Elementos enviados", "Posta inviata"];
        assert_roles(Role::Sent, &sent);
        let bins =
            ["Éléments supprimés", "Gelöschte Elemente", "Elementos eliminados", "Posta eliminata", "Deleted Items"];
        assert_roles(Role::Deleted, &bins);
        assert_roles(Role::Deleted, &["Recoverable Items/Purges", "Éléments récupérables/Versions", "DiscoveryHolds"]);
        assert_roles(
            Role::Drafts,
            &["Drafts", "Brouillons", "Entwürfe", "Borradores", "Bozze", "Rascunhos", "Concepten"],
        );
        let junk =
            ["Courrier indésirable", "E-mail indésirable", "Junk-E-Mail", "Correo no deseado", "Posta indesiderata"];
        assert_roles(Role::Junk, &junk);
        assert_roles(
            Role::Outbox,
            &["Boîte d'envoi", "Postausgang", "Bandeja de salida", "Posta in uscita", "Postvak UIT"],
        );
        assert_roles(Role::Other, &["Contacts", "Calendrier", "Notes", "Journal", "Top of Outlook data file"]);
    }

    #[test]
    fn gmail_thunderbird_apple_mail_and_webmails() {
        assert_roles(Role::Inbox, &["Messages reçus", "Courrier entrant", "Recibidos", "Inbox.sbd/Inbox"]);
        let sent =
            ["[Gmail]/Messages envoyés", "[Google Mail]/Sent Mail", "Envoyés", "Courrier envoyé", "Sent Messages.mbox"];
        assert_roles(Role::Sent, &sent);
        assert_roles(
            Role::Sent,
            &["[Gmail]/Gesendet", "Enviados", "Inviati", "Verzonden", "All sent", "INBOX.INBOX.Sent"],
        );
        let bins = [
            "[Gmail]/Corbeille",
            "[Gmail]/Papierkorb",
            "Papelera",
            "Cestino",
            "Deleted Messages",
            "Messages supprimés",
        ];
        assert_roles(Role::Deleted, &bins);
        assert_roles(
            Role::Junk,
            &["SPAM", "Pourriel", "INBOX.Pourriels", "Courriels indésirables", "Bulk Mail", "Bulk"],
        );
        assert_roles(Role::Drafts, &["All drafts", "DRAFT", "[Gmail]/Brouillons"]);
        assert_roles(Role::Outbox, &["Unsent Messages", "Courrier sortant", "INBOX.OUTBOX"]);
        assert_roles(Role::Templates, &["Templates", "Modèles", "Vorlagen", "Plantillas", "Modelli"]);
        assert_roles(
            Role::Archive,
            &["[Gmail]/Tous les messages", "[Gmail]/All Mail", "Archives", "Archiv", "Archivio"],
        );
        assert_roles(Role::Archive, &["Takeout/Mail/All mail Including Spam and Trash-002.mbox"]);
        assert_roles(Role::Quarantine, &["QUARANTAINE", "Quarantäne", "Cuarentena", "Quarantena", "Quarantine"]);
        assert_roles(Role::Other, &["Emailed Contacts", "Chats", "[Gmail]/Important", "[Gmail]", ""]);
    }

    #[test]
    fn folders_where_intruders_hide_replies() {
        assert_roles(
            Role::Hiding,
            &["RSS Feeds", "RSS Subscriptions", "Flux RSS", "RSS-Feeds", "Fuentes RSS", "Feed RSS"],
        );
        assert_roles(Role::Hiding, &["Conversation History", "Historique des conversations", "Inbox/RSS Feeds/News"]);
        assert_roles(Role::Hiding, &["Sync Issues/Local Failures", "Problèmes de synchronisation/Conflits"]);
    }

    #[test]
    fn case_accents_quotes_and_blanks_do_not_matter() {
        assert_roles(Role::Sent, &["Elements envoyes", "ÉLÉMENTS ENVOYÉS", "  Sent Items ", "Éléments\u{a0}envoyés"]);
        assert_roles(Role::Outbox, &["Boîte d’envoi", "BOITE D'ENVOI"]);
        assert_roles(Role::Junk, &["E\u{2011}mail indésirable"]);
    }

    #[test]
    fn extensions_and_copy_numbers_do_not_matter() {
        assert_roles(
            Role::Sent,
            &["Sent-1", "Sent Items 2", "Sent.mbx", "sent-1.MBOX", "Sent (3)", "Sent_2024", "INBOX.Sent-1"],
        );
        assert_roles(Role::Inbox, &["Inbox!1", "INBOX.mbox", "Inbox1"]);
        assert_roles(Role::Other, &["Sent-1-x", "Sent 20240131", "1", "(1)", "Sent.pdf", ".mbox"]);
    }

    #[test]
    fn the_inbox_may_hold_everything() {
        assert_roles(Role::Inbox, &["INBOX", "INBOX/", "/Inbox", "INBOX."]);
        assert_roles(Role::Sent, &["INBOX.Sent", "INBOX/Sent", "Inbox.sbd/Sent.sbd/2023", "inbox.sent.2023"]);
        assert_roles(Role::Deleted, &["INBOX.Trash.Clients", "[Gmail].Corbeille"]);
        assert_roles(Role::Other, &["INBOX/Clients", "INBOX.Clients", "Inbox/Sent invoices"]);
    }

    #[test]
    fn the_deepest_name_wins_except_in_the_bin() {
        assert_roles(Role::Deleted, &["Corbeille/Brouillons", "Éléments supprimés/Clients/Sent", "Trash/Inbox"]);
        assert_roles(Role::Junk, &["Junk/Sent", "Courrier indésirable/Corbeille", "Spam/x/y"]);
        assert_roles(Role::Sent, &["Sent/2023/Clients", "Archive/Sent", "Clients/Sent", "Drafts/Sent"]);
        assert_roles(Role::Archive, &["Archive/Clients/2019", "Archives.sbd/2021"]);
        assert_roles(Role::Drafts, &["Brouillons/En cours", "Sent/Drafts"]);
        assert_roles(Role::Templates, &["Modèles/Devis"]);
        assert_roles(Role::Outbox, &["Outbox/x"]);
    }

    #[test]
    fn a_name_is_matched_whole() {
        let others = ["Clients/Sent invoices", "Absent", "Presents", "Spam reports", "My Archive", "Corbeilles à pain"];
        assert_roles(Role::Other, &others);
    }

    #[test]
    fn special_use_attributes() {
        for (attribute, role) in [
            ("\\Sent", Some(Role::Sent)),
            ("\\Trash", Some(Role::Deleted)),
            ("\\Drafts", Some(Role::Drafts)),
            ("\\Junk", Some(Role::Junk)),
            ("\\Archive", Some(Role::Archive)),
            ("\\All", Some(Role::Archive)),
            ("\\AllMail", Some(Role::Archive)),
            ("\\Inbox", Some(Role::Inbox)),
            ("spam", Some(Role::Junk)),
            (" sent ", Some(Role::Sent)),
            ("\\Flagged", None),
            ("\\Important", None),
            ("\\HasNoChildren", None),
            ("Corbeille", None),
            ("", None),
        ] {
            assert_eq!(Role::of_special_use(attribute), role, "{attribute}");
        }
    }

    #[test]
    fn labels_in_any_order_and_language() {
        for (labels, role) in [
            ("Inbox,Opened,Trash", Role::Deleted),
            ("Sent,Spam", Role::Junk),
            ("Messages envoyés,Brouillons", Role::Drafts),
            ("Boîte de réception,Ouvert,Messages envoyés", Role::Sent),
            ("Messages reçus,Non lus,Archive", Role::Inbox),
            ("Ungelesen,Posteingang", Role::Inbox),
            ("Archiviert,Geöffnet", Role::Archive),
            ("Archivés,Ouvert", Role::Archive),
            ("Corbeille,Important", Role::Deleted),
            ("\\Important,\\Draft", Role::Drafts),
            ("[Imap]/Sent", Role::Sent),
            ("INBOX,UNREAD,CATEGORY_PERSONAL", Role::Inbox),
            ("Clients/Sent,Sent 2", Role::Other),
            ("Quarantine,RSS Feeds", Role::Other),
            ("", Role::Other),
        ] {
            assert_eq!(Role::of_labels(labels.split(',')), role, "{labels}");
            assert_eq!(Role::of_labels(labels.rsplit(',')), role, "{labels}, reversed");
        }
    }

    #[test]
    fn a_role_is_read_back() {
        for role in Role::ALL {
            assert_eq!(Role::parse(role.as_str()), Some(role));
        }
        assert_eq!(Role::parse("Sent"), None);
    }
}
