"""One short report in English and in the eight other languages that a source may be in; written for these tests.

Each sentence of a source stands with the numbers of the English sentences that render it; none: it was left out.
"""

from __future__ import annotations

ENGLISH = [
    "On April 23 Oleg Morgulov arrived in Varn, where 118 delegates were waiting for him.",
    "The talks with the mediator lasted eleven hours and ended at 5 pm.",
    "“We did not come here to sell our sea,” Morgulov told reporters on the quay.",
    "According to the ministry, the pipeline will cost 1.2 billion crowns.",
    "Foreign minister Anna Kelm has not commented on the offer so far.",
    "Some 35,000 people marched through the streets of Orvesund on Thursday.",
    "The police counted far fewer of them.",
    "Parliament will vote on May 6.",
]

Sentences = list[tuple[str, tuple[int, ...]]]

SOURCES: dict[str, Sentences] = {
    "de": [
        ("Am 23. April traf Oleg Morgulow in Warn ein, wo 118 Delegierte auf ihn warteten.", (0,)),
        ("Die Gespräche mit der Vermittlerin dauerten elf Stunden und endeten um 17 Uhr.", (1,)),
        ("„Wir sind nicht gekommen, um unser Meer zu verkaufen“, sagte Morgulow Reportern am Kai.", (2,)),
        ("Die Gasleitung soll nach Angaben des Ministeriums 1,2 Milliarden Kronen kosten.", (3,)),
        ("Fachleute halten diese Schätzung für viel zu niedrig und warnen vor weiteren Verzögerungen.", ()),
        ("Außenministerin Anna Kelm hat sich zu dem Angebot bisher nicht geäußert.", (4,)),
        (
            "Rund 35.000 Menschen zogen am Donnerstag durch die Straßen von Orvesund; die Polizei zählte weit weniger.",
            (5, 6),
        ),
        ("Das Parlament stimmt am 6. Mai ab.", (7,)),
    ],
    "fr": [
        ("Le 23 avril, Oleg Morgoulov est arrivé à Varn, où l’attendaient cent dix-huit délégués.", (0,)),
        ("Les pourparlers avec la médiatrice ont duré onze heures et se sont achevés à dix-sept heures.", (1,)),
        ("« Nous ne sommes pas venus vendre notre mer », a dit Morgoulov aux journalistes sur le quai.", (2,)),
        ("Selon le ministère, le gazoduc coûtera 1,2 milliard de couronnes.", (3,)),
        ("Les experts jugent cette estimation bien trop basse et craignent de nouveaux retards.", ()),
        ("La ministre des Affaires étrangères, Anna Kelm, n’a pas encore commenté cette offre.", (4,)),
        ("Quelque 35 000 personnes ont défilé jeudi dans les rues d’Orvesund.", (5,)),
        ("La police en a compté beaucoup moins.", (6,)),
        ("Le Parlement votera le 6 mai.", (7,)),
    ],
    "es": [
        ("El 23 de abril, Oleg Morgulov llegó a Varn, donde lo esperaban ciento dieciocho delegados.", (0,)),
        ("Las conversaciones con la mediadora duraron once horas y terminaron a las 17:00.", (1,)),
        ("«No hemos venido a vender nuestro mar», dijo Morgulov a los periodistas en el muelle.", (2,)),
        ("Según el ministerio, el gasoducto costará 1.200 millones de coronas.", (3,)),
        ("La ministra de Exteriores, Anna Kelm, no ha comentado la oferta hasta ahora.", (4,)),
        ("Unas 35.000 personas marcharon el jueves por las calles de Orvesund; la policía contó muchas menos.", (5, 6)),
        ("El Parlamento votará el 6 de mayo.", (7,)),
    ],
    "ru": [
        ("23 апреля Олег Моргулов прибыл в Варн, где его ждали 118 делегатов.", (0,)),
        ("Переговоры с посредницей длились одиннадцать часов и закончились в 17:00.", (1,)),
        ("«Мы приехали не для того, чтобы продавать наше море», — сказал Моргулов журналистам на причале.", (2,)),
        ("По данным министерства, газопровод обойдётся в 1,2 млрд крон.", (3,)),
        ("Эксперты считают эту оценку сильно заниженной и опасаются новых задержек.", ()),
        ("Министр иностранных дел Анна Кельм пока не прокомментировала предложение.", (4,)),
        ("Около тридцати пяти тысяч человек прошли в четверг по улицам Орвесунна.", (5,)),
        ("Полиция насчитала гораздо меньше.", (6,)),
        ("Парламент проголосует 6 мая.", (7,)),
    ],
    "uk": [
        ("23 квітня Олег Моргулов прибув до Варна, де на нього чекали 118 делегатів.", (0,)),
        ("Переговори з посередницею тривали одинадцять годин і завершилися о 17:00.", (1,)),
        ("«Ми приїхали не для того, щоб продавати наше море», — сказав Моргулов журналістам на причалі.", (2,)),
        ("За даними міністерства, газопровід коштуватиме 1,2 млрд крон.", (3,)),
        ("Міністерка закордонних справ Анна Кельм поки не прокоментувала пропозицію.", (4,)),
        ("Близько 35 тис. людей пройшли в четвер вулицями Орвесунда.", (5,)),
        ("Поліція нарахувала значно менше.", (6,)),
        ("Парламент голосуватиме 6 травня.", (7,)),
    ],
    "pl": [
        ("23 kwietnia Oleg Morgułow przybył do Warnu, gdzie czekało na niego 118 delegatów.", (0,)),
        ("Rozmowy z mediatorką trwały jedenaście godzin i zakończyły się o 17:00.", (1,)),
        ("„Nie przyjechaliśmy tu, żeby sprzedawać nasze morze”, powiedział Morgułow dziennikarzom na nabrzeżu.", (2,)),
        ("Według ministerstwa gazociąg będzie kosztował 1,2 mld koron.", (3,)),
        ("Minister spraw zagranicznych Anna Kelm nie skomentowała dotąd oferty.", (4,)),
        ("Około 35 tys. osób przeszło w czwartek ulicami Orvesundu.", (5,)),
        ("Policja naliczyła znacznie mniej.", (6,)),
        ("Parlament zagłosuje 6 maja.", (7,)),
    ],
    "zh": [
        ("4月23日，奥列格·莫尔古洛夫抵达瓦恩，一百一十八名代表在那里等候。", (0,)),
        ("与调解人的会谈持续了11个小时，于下午5点结束。", (1,)),
        ("莫尔古洛夫在码头对记者说：“我们不是来出卖我们的大海的。”", (2,)),
        ("据该部称，输气管道将耗资12亿克朗。", (3,)),
        ("外交部长安娜·克尔姆尚未对该提议发表评论。", (4,)),
        ("星期四约有3.5万人在奥维松德街头游行，警方统计的人数要少得多。", (5, 6)),
        ("议会将于5月6日投票。", (7,)),
    ],
    "ko": [
        ("올레크 모르굴로프는 4월 23일 118명의 대표가 기다리던 바른에 도착했다.", (0,)),
        ("중재자와의 회담은 11시간 이어져 오후 5시에 끝났다.", (1,)),
        ("모르굴로프는 부두에서 기자들에게 “우리는 우리 바다를 팔러 온 것이 아니다”라고 말했다.", (2,)),
        ("외교부에 따르면 가스관에는 12억 크로네가 들 것이다.", (3,)),
        ("안나 켈름 외무장관은 지금까지 이 제안에 대해 논평하지 않았다.", (4,)),
        ("목요일 약 3만5천 명이 오르베순 거리를 행진했다.", (5,)),
        ("경찰이 센 수는 훨씬 적었다.", (6,)),
        ("의회는 5월 6일에 표결한다.", (7,)),
    ],
}
