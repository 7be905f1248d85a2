import type { ChangeService } from './service.ts';

/** A service that comes with the platform. */
export interface BuiltInService extends ChangeService {
  readonly slug: string;
}

/** What the platform knows of services whose archives it reads; an organization may say it in other words. */
export const builtInServices: readonly BuiltInService[] = [
  {
    slug: 'youtube',
    name: 'YouTube (Google Takeout)',
    priority: 10,
    extensions: ['zip', 'json', 'html'],
    isOffered: true,
    instructions: {
      en: [
        'Open takeout.google.com and sign in with the account that you use for YouTube.',
        'Choose “Deselect all”, then tick “YouTube and YouTube Music”.',
        'Open “Multiple formats” and set “History” to JSON. HTML is understood, too.',
        'Open “All YouTube data included” and keep “history”, “my-comments” and “comments”.',
        'Choose “Next step”, then “Create export”. Google sends you an e-mail when it is ready: this takes from minutes to a day.',
        'Download the file from that e-mail, come back to this page and choose it below. You need not unpack it.',
      ],
      fr: [
        'Ouvrez takeout.google.com et connectez-vous avec le compte que vous utilisez pour YouTube.',
        'Choisissez « Tout désélectionner », puis cochez « YouTube et YouTube Music ».',
        'Ouvrez « Formats multiples » et réglez « Historique » sur JSON. Le HTML est compris aussi.',
        'Ouvrez « Toutes les données YouTube sont incluses » et gardez « historique », « mes commentaires » et « commentaires ».',
        'Choisissez « Étape suivante », puis « Créer une exportation ». Google vous écrit quand elle est prête : de quelques minutes à une journée.',
        'Téléchargez le fichier depuis ce message, revenez sur cette page et choisissez-le ci-dessous. Inutile de le décompresser.',
      ],
      de: [
        'Öffnen Sie takeout.google.com und melden Sie sich mit dem Konto an, das Sie für YouTube benutzen.',
        'Wählen Sie „Auswahl aufheben“ und setzen Sie dann den Haken bei „YouTube und YouTube Music“.',
        'Öffnen Sie „Mehrere Formate“ und stellen Sie „Verlauf“ auf JSON. HTML wird auch verstanden.',
        'Öffnen Sie „Alle YouTube-Daten enthalten“ und behalten Sie „Verlauf“, „Meine Kommentare“ und „Kommentare“.',
        'Wählen Sie „Nächster Schritt“ und „Export erstellen“. Google schreibt Ihnen, wenn er fertig ist: nach Minuten oder bis zu einem Tag.',
        'Laden Sie die Datei aus dieser E-Mail herunter, kommen Sie auf diese Seite zurück und wählen Sie sie unten aus. Entpacken müssen Sie sie nicht.',
      ],
    },
  },
  {
    slug: 'instagram',
    name: 'Instagram',
    priority: 20,
    extensions: ['zip'],
    isOffered: true,
    instructions: {
      en: [
        'In Instagram, open your profile, the menu, then “Accounts Center” and “Your information and permissions”.',
        'Choose “Download your information”, then “Download or transfer information”, and your account.',
        'Choose “All available information”, or only the parts that you want to give, and “Download to device”.',
        'Set the format to JSON (not HTML), the date range to “All time” and the media quality to “Low”, then create the files.',
        'Instagram writes to you when the file is ready: this takes from an hour to some days.',
        'Download it, come back to this page and choose it below. You need not unpack it.',
      ],
      fr: [
        'Dans Instagram, ouvrez votre profil, le menu, puis « Espace Comptes » et « Vos informations et autorisations ».',
        'Choisissez « Télécharger vos informations », puis « Télécharger ou transférer des informations », et votre compte.',
        'Choisissez « Toutes les informations disponibles », ou seulement ce que vous voulez donner, et « Télécharger sur l’appareil ».',
        'Réglez le format sur JSON (pas HTML), la période sur « Depuis le début » et la qualité des médias sur « Basse », puis créez les fichiers.',
        'Instagram vous écrit quand le fichier est prêt : d’une heure à quelques jours.',
        'Téléchargez-le, revenez sur cette page et choisissez-le ci-dessous. Inutile de le décompresser.',
      ],
      de: [
        'Öffnen Sie in Instagram Ihr Profil, das Menü, dann „Kontenübersicht“ und „Deine Informationen und Berechtigungen“.',
        'Wählen Sie „Deine Informationen herunterladen“, dann „Informationen herunterladen oder übertragen“ und Ihr Konto.',
        'Wählen Sie „Alle verfügbaren Informationen“ oder nur, was Sie geben möchten, und „Auf Gerät herunterladen“.',
        'Stellen Sie das Format auf JSON (nicht HTML), den Zeitraum auf „Gesamter Zeitraum“ und die Medienqualität auf „Niedrig“; dann erstellen Sie die Dateien.',
        'Instagram schreibt Ihnen, wenn die Datei fertig ist: nach einer Stunde bis zu einigen Tagen.',
        'Laden Sie sie herunter, kommen Sie auf diese Seite zurück und wählen Sie sie unten aus. Entpacken müssen Sie sie nicht.',
      ],
    },
  },
  {
    slug: 'amazon',
    name: 'Amazon',
    priority: 30,
    extensions: ['zip', 'csv'],
    isOffered: true,
    instructions: {
      en: [
        'Sign in to Amazon and open “Account”, then “Request your data” (under “Manage your data”).',
        'Choose “Your Orders” and send the request. Confirm it in the e-mail that Amazon sends you.',
        'Amazon writes to you when the files are ready: this takes from a day to some weeks.',
        'Download “Your Orders.zip”, come back to this page and choose it below. You need not unpack it; a CSV of the order history is taken, too.',
      ],
      fr: [
        'Connectez-vous à Amazon et ouvrez « Compte », puis « Demander vos données » (sous « Gérer vos données »).',
        'Choisissez « Vos commandes » et envoyez la demande. Confirmez-la dans le message qu’Amazon vous envoie.',
        'Amazon vous écrit quand les fichiers sont prêts : d’un jour à quelques semaines.',
        'Téléchargez « Your Orders.zip », revenez sur cette page et choisissez-le ci-dessous. Inutile de le décompresser ; un CSV de l’historique des commandes est accepté aussi.',
      ],
      de: [
        'Melden Sie sich bei Amazon an und öffnen Sie „Mein Konto“, dann „Meine Daten anfordern“ (unter „Meine Daten verwalten“).',
        'Wählen Sie „Meine Bestellungen“ und senden Sie die Anfrage ab. Bestätigen Sie sie in der E-Mail, die Amazon Ihnen schickt.',
        'Amazon schreibt Ihnen, wenn die Dateien fertig sind: nach einem Tag bis zu einigen Wochen.',
        'Laden Sie „Your Orders.zip“ herunter, kommen Sie auf diese Seite zurück und wählen Sie sie unten aus. Entpacken müssen Sie sie nicht; eine CSV der Bestellungen wird auch genommen.',
      ],
    },
  },
];
