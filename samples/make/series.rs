//! The letters that come back each week: delivery notes, invoices, statements, hours, newsletters; and the burst of
//! phishing that the attacker sends to eight colleagues in three minutes.

use chrono::{Days, NaiveDate};

use super::bank;
use super::letter::{Enclosure, Folder, Letter, Plant};
use super::people::{People, Software};
use super::story::{moment, persons};

/// Everything that is written from a pattern.
pub fn letters(people: &People) -> Vec<Letter> {
    let mut letters = Vec::new();
    for week in 0..7 {
        letters.extend(supplier_week(week, people));
        letters.extend(office_week(week, people));
        letters.push(newsletter(week, people));
    }
    letters.extend(customer_invoices(people));
    letters.extend(internal_burst(people));
    letters
}

/// `day` 0 is the Monday of the week; week 0 begins on 2 March 2026.
fn at(week: u64, day: u64, hour: &str) -> String {
    let monday = NaiveDate::from_ymd_opt(2026, 3, 2).expect("because 2 March 2026 exists");
    format!("{} {hour}", monday + Days::new(week * 7 + day))
}

struct Draft<'a> {
    id: String,
    folder: Folder,
    when: String,
    route: (&'a str, &'a str),
    subject: &'a str,
    body: &'a str,
}

fn letter(draft: Draft<'_>, people: &People) -> Letter {
    let from = persons(draft.route.0, people).remove(0);
    Letter {
        id: draft.id,
        folder: draft.folder,
        when: moment(&draft.when),
        software: from.software,
        from,
        to: persons(draft.route.1, people),
        cc: Vec::new(),
        subject: Some(draft.subject.to_owned()),
        answers: None,
        forwards: None,
        returns: None,
        options: Vec::new(),
        enclosures: Vec::new(),
        plants: Vec::new(),
        body: draft.body.to_owned(),
    }
}

fn file(kind: &str, name: String, text: String) -> Enclosure {
    Enclosure { kind: kind.to_owned(), name, content: vec![text] }
}

/// Tuesday's delivery note, Friday's invoice with its usual account, and the lorry.
fn supplier_week(week: u64, people: &People) -> Vec<Letter> {
    let (note, amount) = (88_400 + week * 6, 312 + week * 47);
    let invoice = format!("QA-26-{:04}", 410 + week * 13);
    let account = bank::iban("armor");
    let arrival = letter(
        Draft {
            id: format!("arm-bl-{week}"),
            folder: Folder::Armor,
            when: at(week, 1, "07:05"),
            route: ("armor-auto", "solenn"),
            subject: &format!("Bon de livraison BL-{note}"),
            body: &format!(
                "Bonjour,\n\nVotre commande {note} a été expédiée ce matin : {} colis, livraison avant midi.",
                2 + week % 3
            ),
        },
        people,
    );
    let mut bill = letter(
        Draft {
            id: format!("arm-fa-{week}"),
            folder: Folder::Armor,
            when: at(week, 4, "17:02"),
            route: ("armor-auto", "solenn"),
            subject: &format!("Votre facture {invoice}"),
            body: &format!(
                "Bonjour,\n\nVeuillez trouver ci-joint votre facture {invoice} d'un montant de {amount},60 € TTC, payable à \
                 30 jours par virement.\nNotre RIB : {account}"
            ),
        },
        people,
    );
    let lines = format!("Quincaillerie Armor / Facture {invoice} / Total TTC : {amount},60 EUR / IBAN {account}");
    bill.enclosures.push(file("pdf", format!("{invoice}.pdf"), lines));
    vec![arrival, bill, lorry(week, people)]
}

/// Wednesday's lorry.
fn lorry(week: u64, people: &People) -> Letter {
    letter(
        Draft {
            id: format!("ker-{week}"),
            folder: Folder::Inbox,
            when: at(week, 2, "06:40"),
            route: ("kerjean", "solenn"),
            subject: &format!("Avis de passage n° {}", 26_300 + week * 9),
            body: "Bonjour,\n\nNotre chauffeur passera aujourd'hui entre 8 h et 10 h. Merci de prévoir un chariot élévateur.",
        },
        people,
    )
}

/// Monday's bank statement, Friday's hours, and the owner's thanks one week in two.
fn office_week(week: u64, people: &People) -> Vec<Letter> {
    let statement = letter(
        Draft {
            id: format!("bnk-r-{week}"),
            folder: Folder::Inbox,
            when: at(week, 0, "07:10"),
            route: ("banque", "solenn"),
            subject: "Votre relevé hebdomadaire est disponible",
            body: "Bonjour,\n\nLe relevé hebdomadaire de votre compte professionnel est disponible dans votre espace pro.\n\
                   Pour votre sécurité, ce message ne contient aucun lien.",
        },
        people,
    );
    let number = 10 + week;
    let mut hours = letter(
        Draft {
            id: format!("hrs-{week}"),
            folder: Folder::Inbox,
            when: at(week, 4, "16:32"),
            route: ("gaetan", "solenn"),
            subject: &format!("Heures atelier semaine {number}"),
            body: &format!(
                "Salut Solenn,\n\nLes heures de la semaine {number}. RAS à part Erwan absent {} h.",
                week % 4
            ),
        },
        people,
    );
    let rows = format!("Salarié;Heures / Erwan Le Bihan;{} / Gaëtan Riou;39 / Apprenti;35", 39 - week % 4);
    hours.enclosures.push(file("csv", format!("heures-s{number}.csv"), rows));
    let mut found = vec![statement, hours];
    found.extend((week.is_multiple_of(2) && week < 5).then(|| thanks(week, people)));
    found
}

/// The owner's word to the workshop on the Monday after.
fn thanks(week: u64, people: &People) -> Letter {
    let draft = Draft {
        id: format!("hrs-ok-{week}"),
        folder: Folder::Sent,
        when: at(week + 1, 0, "09:04"),
        route: ("solenn", "gaetan"),
        subject: "",
        body: "Bien reçu, merci Gaëtan.",
    };
    let answers = Some(format!("hrs-{week}"));
    Letter { subject: None, answers, ..letter(draft, people) }
}

fn newsletter(week: u64, people: &People) -> Letter {
    let topics = [
        ("Le retour du mélèze français", "Les scieries bretonnes se remettent au mélèze : reportage à Huelgoat."),
        ("Aides 2026 pour les fenêtres", "Ce qui change pour vos clients au 1er avril, en cinq points."),
        ("Portes coupe-feu : la norme expliquée", "EI30, EI60 : nos conseils pour ne plus se tromper à la commande."),
        ("Recruter un apprenti menuisier", "Trois ateliers racontent leur première embauche."),
        ("Le chêne reste cher", "Les cours du chêne avivé au premier trimestre : nos graphiques."),
        ("Colles et finitions biosourcées", "Banc d'essai : six vernis à l'eau comparés."),
        ("Salon du bois de Rennes : le programme", "Rendez-vous du 21 au 23 avril, entrée gratuite sur inscription."),
    ];
    let (title, summary) = topics[week as usize % topics.len()];
    let body =
        format!("{title}\n\n{summary}\n\n[[Lire l'article|https://www.lalettredubois.example/n/{}]]", 112 + week);
    let draft = Draft {
        id: format!("nwl-{week}"),
        folder: Folder::Inbox,
        when: at(week, 3, "06:30"),
        route: ("lettre", "solenn"),
        subject: &format!("La Lettre du Bois n° {} : {title}", 112 + week),
        body: &body,
    };
    let mut issue = letter(draft, people);
    issue.options = vec!["html".to_owned(), "list=www.lalettredubois.example".to_owned()];
    issue
}

/// Six ordinary invoices to customers: what the owner's sent mail looks like on a good day.
fn customer_invoices(people: &People) -> Vec<Letter> {
    let account = bank::iban("kerbrat");
    let rows = [
        (0, 3, "15:05", "lepape", "F2026-030", "Volet de la cuisine", "486,20"),
        (1, 2, "10:22", "hotel", "F2026-032", "Réglage des portes du rez-de-chaussée", "212,00"),
        (2, 1, "16:10", "mairie", "F2026-035", "Réparation du portail de la cantine", "934,50"),
        (2, 3, "11:48", "embruns", "F2026-036", "Remplacement d'une serrure", "178,90"),
        (3, 1, "09:37", "lepape", "F2026-039", "Main courante de l'escalier", "325,00"),
        (4, 0, "14:51", "mairie", "F2026-043", "Vitrage de la salle des fêtes", "1 268,00"),
    ];
    let invoice = |(week, day, hour, to, number, subject, amount): (u64, u64, &str, &str, &str, &str, &str)| {
        let draft = Draft {
            id: format!("fac-{number}"),
            folder: Folder::Sent,
            when: at(week, day, hour),
            route: ("solenn", to),
            subject: &format!("Facture {number} - {subject}"),
            body: &format!(
                "Bonjour,\n\nVous trouverez ci-joint la facture {number} ({subject}), {amount} € TTC, à régler à 30 jours.\n\nBien cordialement,"
            ),
        };
        let mut sent = letter(draft, people);
        let lines = format!("Menuiserie Kerbrat SARL / Facture {number} / Total TTC : {amount} EUR / IBAN {account}");
        sent.enclosures.push(file("pdf", format!("{number}.pdf"), lines));
        sent
    };
    rows.into_iter().map(invoice).collect()
}

/// Eight colleagues between 03:02 and 03:05, from the owner's account, then deleted.
fn internal_burst(people: &People) -> Vec<Letter> {
    let colleagues = ["maelle", "yann", "gaetan", "anais", "loic", "herve", "katell", "erwan"];
    let mut burst = Vec::new();
    for (index, colleague) in colleagues.iter().enumerate() {
        let link = format!("https://kerbrat-partage.m365-cornptes.example/doc/{}", 7101 + index * 3);
        let draft = Draft {
            id: format!("burst-{}", index + 1),
            folder: Folder::Trash,
            when: at(6, 1, &format!("03:0{}", 2 + index / 2)),
            route: ("solenn", colleague),
            subject: "Document partagé : primes 2026",
            body: &format!(
                "Bonjour,\n\nJe t'ai partagé un document confidentiel sur les primes 2026. Connecte-toi avec ton compte \
                 professionnel pour l'ouvrir :\n{link}\n\nLe lien expire ce soir.\nSolenn"
            ),
        };
        let mut phish = letter(draft, people);
        phish.software = Software::Roundcube;
        phish.options = if index == 0 { vec!["few".to_owned()] } else { Vec::new() };
        phish.plants.push(Plant {
            kind: "internal-phish".to_owned(),
            action: "6.a".to_owned(),
            value: Some(link),
            part: "body".to_owned(),
            text: format!("Hameçonnage interne envoyé de nuit à un collègue ({} sur 8), puis supprimé", index + 1),
        });
        burst.push(phish);
    }
    burst
}
