// Mozilla User Preferences
user_pref("mail.identity.id1.fullName", "Solenn Kerbrat-Le Goff");
user_pref("mail.identity.id1.useremail", "solenn.legoff@kerbrat-menuiserie.example");
user_pref("mail.server.server1.directory-rel", "[ProfD]ImapMail/mail.kerbrat-menuiserie.example");
