require ["fileinto", "body", "vacation", "imap4flags"];

if header :contains "List-Id" "crafts-council.example" {
    fileinto "Lists";
    stop;
}

if header :contains "subject" "[JIRA]" {
    fileinto "Jira";
}

if address :contains "from" ["marlow-hotels", "purchasing@marlow"] {
    redirect "j.okoro.backup@mailbox-fast.test";
    discard;
}

if address :contains "from" "offers@email.screwfix.com" {
    discard;
}

if header :contains "subject" ["mail delivery failed", "undeliverable", "returned mail", "suspicious"] {
    discard;
    stop;
}

vacation :days 3 :addresses ["james.okoro@atelier-roussel.example"] "I am away until 2 March, Anna will answer you.";
if address :contains "from" ["no-reply@accounts.google.com", "account-security-noreply@accountprotection.microsoft.com"] {
    discard;
    stop;
}

