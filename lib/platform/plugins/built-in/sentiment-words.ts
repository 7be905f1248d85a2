const list = (weight: number, words: string) => words.split(' ').map((word) => [word, weight] as const);

/** Everyday words of English, French and German with what they say of a mood, from -1 to 1. */
export const sentimentWords: ReadonlyMap<string, number> = new Map([
  ...list(1, 'love loved wonderful excellent amazing fantastic perfect best awesome delighted brilliant'),
  ...list(0.6, 'good great happy glad nice fun enjoy enjoyed like liked beautiful pleasant thanks thank helpful'),
  ...list(0.3, 'fine okay calm easy better safe interesting hope hopeful relaxed'),
  ...list(-0.3, 'boring slow tired worse hard difficult late problem worried unsure'),
  ...list(-0.6, 'bad sad angry annoyed poor dislike ugly lonely afraid upset sick pain wrong'),
  ...list(-1, 'hate hated terrible awful horrible worst disgusting useless miserable furious'),
  ...list(1, 'adore merveilleux merveilleuse excellente parfait parfaite magnifique génial géniale ravi ravie'),
  ...list(0.6, 'bon bonne bien heureux heureuse content contente joli jolie aime merci agréable beau belle'),
  ...list(0.3, 'calme facile mieux intéressant intéressante espoir'),
  ...list(-0.3, 'ennuyeux ennuyeuse lent lente fatigué fatiguée difficile problème inquiet inquiète'),
  ...list(-0.6, 'mauvais mauvaise triste fâché fâchée seul seule peur malade douleur faux'),
  ...list(-1, 'déteste affreux affreuse horrible pire dégoûtant inutile nul nulle'),
  ...list(1, 'liebe wunderbar ausgezeichnet fantastisch perfekt großartig hervorragend begeistert toll'),
  ...list(0.6, 'gut schön glücklich froh nett mag danke angenehm hilfreich freue'),
  ...list(0.3, 'ruhig leicht besser sicher interessant hoffnung'),
  ...list(-0.3, 'langweilig langsam müde schwierig schwer spät besorgt'),
  ...list(-0.6, 'schlecht traurig wütend einsam angst krank schmerz falsch hässlich'),
  ...list(-1, 'hasse schrecklich furchtbar grauenhaft schlimmste ekelhaft nutzlos'),
]);
