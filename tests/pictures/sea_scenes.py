"""Pictures with the sea in them."""

import math

from canvas import HEIGHT, WIDTH, Canvas, mix


def harbour_wall():
    """A stone mole at dawn with a beacon at its end."""
    c = Canvas(11)
    c.gradient([(0, "#27496d"), (0.45, "#7d8fa9"), (0.78, "#f0b48c"), (1, "#fbdcae")], 0, 560)
    c.glow(1130, 540, 620, "#ffcf8a", 0.85)
    c.disc(1130, 528, 46, "#fff1cf")
    for x, y, width, alpha in [(420, 250, 640, 0.42), (980, 160, 460, 0.3), (1390, 320, 520, 0.5), (230, 400, 400, 0.5)]:
        c.clouds(x, y, width, "#fbd3b4", alpha, 10, 0.1)
    c.ridge(505, 46, "#a08ba0", "#c9a79f", 560)
    c.ridge(532, 34, "#6f6f8c", "#a28d98", 560)
    c.sea(552, [(0, "#e9b793"), (0.16, "#8d96a8"), (0.55, "#3d6580"), (1, "#173a54")])
    c.glints(556, HEIGHT, "#ffe3b0", 330, 1130, 150, 0.6)
    c.glints(560, HEIGHT, "#a9c2cf", 240, None, alpha=0.22)
    # The wall runs from the near left corner to its head, right of the middle.
    head, top_near, top_far = 1010, 640, 566
    c.fill([(-10, top_near + 120), (head, top_far + 7), (head + 26, top_far + 9), (head + 26, top_far + 34), (-10, 1010)], [(0, "#4e4c5c"), (1, "#22303f")])
    c.fill([(-10, top_near), (head, top_far), (head + 26, top_far + 9), (head, top_far + 9), (-10, top_near + 130)], [(0, "#b58d84"), (1, "#7d6f7c")])
    c.line([(-10, top_near), (head, top_far)], "#6d6072", 5)
    for n in range(1, 22):
        t = 1 - 1 / (1 + n * 0.2)
        x = -10 + (head + 10) * t * 1.16
        if x < head:
            along = (x + 10) / (head + 10)
            c.line([(x - 26 * (1 - along), top_near + (top_far - top_near) * along), (x, top_near + 130 + (top_far + 9 - top_near - 130) * along)], "#5f5468", 1.6, 0.35)
    # Courses and joints of the stones, in the wall's own perspective.
    near_edge = lambda t: (-10 + (head + 10) * t, (top_near + 130) + (top_far + 9 - top_near - 130) * t)
    near_foot = lambda t: (-10 + (head + 10) * t, 1010 + (top_far + 34 - 1010) * t)
    for course in range(1, 6):
        share = course / 6
        point = lambda t: (near_edge(t)[0], near_edge(t)[1] + (near_foot(t)[1] - near_edge(t)[1]) * share)
        c.line([point(0), point(1)], "#131d2a", 2.4 - share, 0.4)
    for course in range(6):
        for joint in range(34):
            depth = 1 - 1 / (1 + (joint + 0.5 * (course % 2)) * 0.16)
            t = depth * 1.12
            if t > 1:
                continue
            x, high = near_edge(t)
            low = near_foot(t)[1]
            span = (low - high) / 6
            c.line([(x, high + span * course), (x, high + span * (course + 1))], "#131d2a", 2.4 * (1 - t) + 0.5, 0.38)
            if c.random.uniform() < 0.3:
                step = 110 * (1 - t) ** 2 + 4
                c.polygon([(x, high + span * course), (x + step, high + span * course - step * 0.18), (x + step, high + span * (course + 1) - step * 0.2), (x, high + span * (course + 1))], "#d8a78d", 0.10)
    c.line([near_edge(0), near_edge(1)], "#f5cda5", 2.5, 0.7)
    # The beacon.
    c.polygon([(head - 9, top_far + 6), (head + 15, top_far + 6), (head + 10, top_far - 74), (head - 4, top_far - 74)], "#373a4d")
    c.polygon([(head + 4, top_far + 6), (head + 15, top_far + 6), (head + 10, top_far - 74), (head + 4, top_far - 74)], "#6b5c68")
    c.box(head - 9, top_far - 78, head + 15, top_far - 73, "#2b2f40")
    c.box(head - 4, top_far - 94, head + 10, top_far - 78, "#ffe9ad")
    c.polygon([(head - 8, top_far - 94), (head + 14, top_far - 94), (head + 3, top_far - 106)], "#2b2f40")
    c.glow(head + 3, top_far - 86, 90, "#ffdf94", 0.8)
    # Two people walking out, and spray at the foot.
    for x, size in [(560, 44), (586, 41)]:
        foot = top_near + 130 + (top_far + 9 - top_near - 130) * (x + 10) / (head + 10) - 24
        c.disc(x, foot - size, size * 0.13, "#232b3b")
        c.polygon([(x - size * 0.15, foot - size * 0.84), (x + size * 0.15, foot - size * 0.84), (x + size * 0.18, foot - size * 0.4), (x + size * 0.1, foot), (x - size * 0.12, foot), (x - size * 0.18, foot - size * 0.4)], "#232b3b")
    for n in range(70):
        t = c.random.uniform() ** 0.8
        x, y = near_foot(t)
        size = (46 * (1 - t) + 4) * c.random.uniform(0.5, 1.3)
        c.disc(x + c.random.uniform(-20, 20), y + size * 0.2, size * 1.6, "#d9e3e6", 0.30, size * 0.28)
    for x, y, size in [(700, 330, 22), (760, 300, 16), (840, 350, 13), (1290, 260, 18), (1350, 290, 12)]:
        c.gull(x, y, size, "#33405a")
    return c.finish()


def ferry():
    """A white ferry crossing in the late afternoon, an island behind it."""
    c = Canvas(12)
    c.gradient([(0, "#3f7ea6"), (0.55, "#8fc0cf"), (1, "#fbe3c0")], 0, 600)
    c.glow(300, 560, 560, "#ffe2ae", 0.6)
    for x, y, width, alpha in [(1180, 230, 620, 0.75), (1390, 330, 420, 0.7), (360, 320, 460, 0.6), (700, 150, 340, 0.5)]:
        c.clouds(x, y, width, "#fdf4e6", alpha, 10, 0.16)
    c.ridge(560, 30, "#9dbdc2", "#c9d3c9", 600)
    c.fill([(880, 600), (960, 560), (1060, 520), (1150, 452), (1235, 470), (1330, 424), (1420, 480), (1510, 520), (1620, 545), (1620, 600)], [(0, "#5f8f96"), (1, "#8fb1aa")])
    c.fill([(1050, 600), (1140, 566), (1260, 540), (1380, 548), (1500, 566), (1620, 572), (1620, 600)], [(0, "#3f7076"), (1, "#54827f")])
    for n in range(11):
        x, y = 1180 + n * 33 + c.random.uniform(-6, 6), 580 - 12 * abs(math.sin(n))
        c.box(x, y - 15, x + 19, y + 6, mix("#f7ead6", "#e5b98e", c.random.uniform()))
    c.sea(598, [(0, "#cfdcca"), (0.14, "#6fb0b5"), (0.5, "#2d7f94"), (1, "#12506d")])
    c.glints(602, HEIGHT, "#eaf6ee", 420, None, alpha=0.30)
    c.glints(602, HEIGHT, "#ffedc6", 170, 300, 140, 0.5)
    # The ship's reflection, then the ship.
    for n in range(90):
        near = c.random.uniform()
        c.disc(c.random.uniform(390, 1180), 760 + 150 * near, 30 + 70 * c.random.uniform(), mix("#f6f3ea", "#17405a", 0.35 + 0.4 * near), 0.30 * (1 - near), 3 + 4 * near)
    hull = [(330, 668), (1230, 652), (1196, 722), (1164, 760), (424, 760), (372, 738)]
    c.fill(hull, [(0, "#23506b"), (0.55, "#1b3f58"), (1, "#102b40")])
    c.polygon([(345, 700), (1214, 686), (1206, 702), (352, 714)], "#f4efe3")
    c.polygon([(368, 736), (1190, 730), (1164, 760), (424, 760)], "#b6493b")
    c.fill([(392, 668), (418, 604), (1082, 594), (1128, 655)], [(0, "#fffaf0"), (1, "#dfe3de")])
    c.fill([(470, 604), (486, 552), (990, 544), (1034, 595)], [(0, "#fffdf6"), (1, "#e6e7e0")])
    c.fill([(780, 548), (800, 504), (950, 500), (988, 545)], [(0, "#fffdf6"), (1, "#e6e7e0")])
    c.polygon([(806, 518), (958, 514), (972, 532), (800, 536)], "#24506a")
    for n in range(25):
        x = 444 + n * 25.5
        c.box(x, 620 - n * 0.38, x + 16, 640 - n * 0.38, "#2d5d77", radius=3)
    for n in range(18):
        x = 508 + n * 27
        c.box(x, 566 - n * 0.4, x + 18, 582 - n * 0.4, "#34667f", radius=3)
    c.fill([(560, 552), (574, 462), (654, 460), (676, 549)], [(0, "#c9553f"), (1, "#9e3c30")])
    c.polygon([(571, 484), (658, 482), (661, 500), (568, 502)], "#fbf4e4")
    c.line([(880, 500), (880, 430)], "#43616f", 4)
    c.line([(858, 452), (902, 452)], "#43616f", 3)
    c.line([(392, 666), (1128, 654)], "#8ba0a5", 3)
    for n in range(30):
        x = 404 + n * 24.6
        c.line([(x, 666 - n * 0.4), (x, 652 - n * 0.4)], "#9fb1b3", 1.6, 0.8)
    for x, side in [(700, 0), (745, 0), (1010, 0)]:
        c.box(x - 18, 534, x + 18, 546, "#e7833f", radius=6)
    # Bow wave and wake.
    for n in range(120):
        t = c.random.uniform()
        c.disc(1190 - 900 * t + c.random.uniform(-20, 20), 758 + 8 * c.random.uniform(), 16 + 30 * c.random.uniform(), "#f4faf4", 0.45, 2 + 5 * c.random.uniform())
    for n in range(130):
        t = c.random.uniform()
        c.disc(420 - 440 * t, 760 + 44 * t * c.random.uniform(), 30 + 50 * t, "#eff7f1", 0.34 * (1 - 0.5 * t), 2 + 6 * t)
    for n in range(26):
        c.disc(1186 + c.random.normal(0, 14), 740 + c.random.uniform(0, 20), 5 + 9 * c.random.uniform(), "#f6fbf6", 0.6)
    for x, y, size in [(250, 520, 26), (310, 470, 20), (200, 590, 30), (380, 420, 15), (470, 380, 12)]:
        c.gull(x, y, size, "#f8f6ee", 0.95)
    return c.finish()


def storm():
    """A shelf of storm cloud far out, rain under it, and clear light at the edge of the sea."""
    c = Canvas(13)
    c.gradient([(0, "#2a3644"), (0.5, "#55697a"), (0.82, "#b9b79f"), (1, "#f1d9a0")], 0, 700)
    c.glow(260, 690, 760, "#ffe6a8", 0.7, 330)
    for x, y, width, tone in [(1240, 262, 1160, "#3d4e5e"), (1330, 350, 1000, "#465868"), (1050, 340, 800, "#405161")]:
        c.clouds(x, y, width, tone, 0.96, 11, 0.17, thin=False)
    for base, height, tone, alpha in [(190, 90, "#34424f", 0.55), (130, 80, "#2c3947", 0.75), (70, 60, "#242f3c", 0.9)]:
        line = [(x, y + x * 0.06) for x, y in c.outline(base, height, waves=5, roughness=0.6)]
        c.polygon([(-8, -8)] + line + [(WIDTH + 8, -8)], tone, alpha)
    # The lit rims of the shelf.
    c.clouds(1120, 404, 960, "#8b9693", 0.4, 11, 0.13, thin=False)
    c.clouds(1160, 424, 900, "#33424f", 1, 11, 0.11, thin=False)
    # Rain hangs in slanting veils.
    for n in range(420):
        x = c.random.uniform(760, 1560)
        thick = math.exp(-(((x - 1160) / 260) ** 2))
        if c.random.uniform() > 0.25 + 0.75 * thick:
            continue
        length = c.random.uniform(120, 300)
        y = 400 + c.random.uniform(0, 120)
        c.line([(x, y), (x - length * 0.16, min(y + length, 702))], "#c3ccd0", 1.6, 0.10 + 0.10 * thick)
    c.beam([(820, 420), (1480, 420), (1400, 704), (720, 704)], "#4b5c69", 0.42, 40)
    c.sea(700, [(0, "#c9bb8f"), (0.08, "#7d8a83"), (0.35, "#3f5766"), (1, "#16293a")])
    c.glints(704, HEIGHT, "#ffe9b3", 260, 240, 180, 0.5)
    c.glints(704, HEIGHT, "#93a5ab", 260, None, alpha=0.25)
    for row in range(8):
        y = 730 + row**1.75 * 9
        for n in range(16 - row):
            x = c.random.uniform(-60, WIDTH + 60)
            size = 26 + row * 15
            c.polygon([(x - size, y), (x - size * 0.3, y - size * 0.16), (x, y - size * 0.23), (x + size * 0.2, y - size * 0.1), (x + size, y)], "#22394a", 0.55)
            c.disc(x - size * 0.02, y - size * 0.19, size * 0.2, "#dfe6e2", 0.5, size * 0.03)
    # A small boat running for home.
    x, y = 470, 786
    c.fill([(x - 62, y), (x + 74, y - 4), (x + 50, y + 26), (x - 42, y + 26)], [(0, "#8e3f34"), (1, "#4f2a2c")])
    c.line([(x, y), (x + 4, y - 148)], "#2a2c33", 4)
    c.fill([(x + 8, y - 142), (x + 8, y - 12), (x + 82, y - 16)], [(0, "#fff3d4"), (1, "#d9c8a2")])
    c.fill([(x - 2, y - 122), (x - 4, y - 12), (x - 54, y - 12)], [(0, "#efdfb8"), (1, "#c6b48d")])
    for n in range(24):
        c.disc(x + c.random.normal(0, 60), y + 27 + c.random.uniform(-2, 5), 12 + 14 * c.random.uniform(), "#e6ece8", 0.4, 3)
    for gx, gy, size in [(250, 500, 20), (330, 540, 14), (180, 560, 12)]:
        c.gull(gx, gy, size, "#2c3946")
    return c.finish()


def lighthouse():
    """A lighthouse on its headland at dusk, its beam over the bay."""
    c = Canvas(14)
    c.gradient([(0, "#12203f"), (0.5, "#3d4f7c"), (0.8, "#c07c83"), (1, "#f2b184")], 0, 690)
    for _ in range(120):
        x, y = c.random.uniform(0, WIDTH), c.random.uniform(0, 380)
        c.disc(x, y, c.random.uniform(0.6, 1.7), "#fff6df", 0.75 * (1 - y / 420))
    for x, y, width, alpha in [(420, 500, 560, 0.4), (1330, 560, 620, 0.42), (230, 610, 500, 0.45)]:
        c.clouds(x, y, width, "#f0a08c", alpha, 10, 0.09)
    c.ridge(650, 40, "#7b6384", "#a87a85", 700)
    c.sea(688, [(0, "#dd9c82"), (0.12, "#8b6b86"), (0.5, "#34456d"), (1, "#141f3d")])
    c.glints(690, HEIGHT, "#ffc79b", 300, 480, 260, 0.4)
    lamp = (1122, 264)
    c.beam([lamp, (-80, 150), (-80, 400)], "#ffeeb8", 0.85, 9, 1250)
    c.beam([lamp, (1700, 170), (1700, 320)], "#ffeeb8", 0.8, 9, 760)
    # Headland in two planes.
    c.fill([(700, 760), (790, 722), (880, 712), (960, 668), (1050, 648), (1240, 640), (1340, 606), (1460, 596), (1620, 560), (1620, 1080), (640, 1080), (690, 900)], [(0, "#3a3556"), (1, "#191a33")])
    c.fill([(560, 1080), (640, 980), (760, 940), (880, 862), (1010, 840), (1180, 850), (1330, 800), (1480, 790), (1620, 740), (1620, 1080)], [(0, "#232545"), (1, "#10132a")])
    for n in range(60):
        x = c.random.uniform(500, 700)
        c.disc(x, 1066 - max(0, x - 560) * 1.1 + c.random.uniform(0, 14), 14 + 22 * c.random.uniform(), "#f3cdb9", 0.3, 3)
    # Keeper's house.
    c.polygon([(1192, 652), (1192, 598), (1330, 598), (1330, 640)], "#d9c3b8")
    c.polygon([(1262, 648), (1262, 598), (1330, 598), (1330, 640)], "#b39aa0")
    c.polygon([(1180, 600), (1212, 560), (1318, 560), (1342, 600)], "#8a3f45")
    for x in (1208, 1236, 1284):
        c.box(x, 612, x + 15, 632, "#ffdd8f")
    c.glow(1240, 622, 90, "#ffcf7a", 0.4)
    # The tower, its bands, and the lantern room.
    left = lambda y: 1084 + (650 - y) * 0.036
    right = lambda y: 1160 - (650 - y) * 0.036
    c.fill([(left(656), 656), (right(656), 656), (right(306), 306), (left(306), 306)], [(0, "#cfb7ae"), (0.35, "#f7ece0"), (1, "#a58c96")], across=True)
    for top in (350, 470, 590):
        low = min(top + 58, 656)
        c.fill([(left(low), low), (right(low), low), (right(top), top), (left(top), top)], [(0, "#8c3239"), (0.35, "#c4483f"), (1, "#6b2a3a")], across=True)
    for y in (430, 545):
        c.box(1114, y, 1128, y + 24, "#3b3350", radius=6)
    c.box(1080, 300, 1164, 310, "#272a45")
    for n in range(9):
        c.line([(1082 + n * 10, 300), (1082 + n * 10, 282)], "#272a45", 2)
    c.line([(1080, 282), (1164, 282)], "#272a45", 2.5)
    c.box(1098, 238, 1146, 300, "#ffefbf")
    for x in (1098, 1112, 1130, 1144):
        c.line([(x, 238), (x, 300)], "#3a3a55", 2.5)
    c.polygon([(1088, 240), (1156, 240), (1140, 214), (1122, 202), (1104, 214)], "#8c3239")
    c.line([(1122, 204), (1122, 184)], "#272a45", 3)
    c.glow(*lamp, 230, "#ffe7a0", 0.85)
    # Grass against the light.
    for n in range(260):
        x = c.random.uniform(900, 1600)
        y = 1075
        c.line([(x, y), (x + c.random.uniform(-16, 10), y - c.random.uniform(20, 90))], "#0c0f22", 2.2, 0.9)
    return c.finish()


def cranes():
    """Gantry cranes and stacked containers against an orange sky, a pilot boat before them."""
    c = Canvas(15)
    c.gradient([(0, "#e0764a"), (0.4, "#f2a65e"), (0.8, "#fbd38c"), (1, "#fde7b8")], 0, 720)
    c.glow(640, 600, 640, "#fff0c4", 0.75)
    c.disc(640, 560, 92, "#fff4d6")
    for x, y, width, alpha in [(300, 190, 560, 0.45), (1190, 250, 640, 0.45), (820, 110, 420, 0.35)]:
        c.clouds(x, y, width, "#d5624a", alpha, 10, 0.085)
    c.ridge(650, 60, "#d98e63", "#e9b07a", 730)

    def crane(x, ground, size, tone, boom):
        s = size
        legs = [(x - 70 * s, x - 54 * s), (x + 62 * s, x + 46 * s)]
        for foot, top in legs:
            c.line([(foot, ground), (top, ground - 320 * s)], tone, 12 * s)
        c.line([(legs[0][0] + 6 * s, ground - 130 * s), (legs[1][0] - 6 * s, ground - 130 * s)], tone, 9 * s)
        c.line([(legs[0][0] + 4 * s, ground - 130 * s), (legs[1][1], ground - 316 * s)], tone, 5 * s)
        c.line([(x - 190 * s, ground - 322 * s), (x + boom * s, ground - 322 * s)], tone, 14 * s)
        apex = (x - 10 * s, ground - 470 * s)
        c.line([(x - 54 * s, ground - 322 * s), apex, (x + 46 * s, ground - 322 * s)], tone, 9 * s)
        for end in (-180, 0.5 * boom, boom - 14):
            c.line([apex, (x + end * s, ground - 326 * s)], tone, 3.5 * s)
        c.box(x - 176 * s, ground - 362 * s, x - 96 * s, ground - 322 * s, tone)
        c.box(x + 0.62 * boom * s, ground - 316 * s, x + (0.62 * boom + 34) * s, ground - 288 * s, tone)
        for off in (4, 30):
            c.line([(x + (0.62 * boom + off) * s, ground - 288 * s), (x + (0.62 * boom + off) * s, ground - 190 * s)], tone, 2 * s)
        c.box(x + (0.62 * boom - 26) * s, ground - 192 * s, x + (0.62 * boom + 60) * s, ground - 154 * s, tone)

    crane(380, 700, 0.74, "#b0644e", 330)
    crane(1370, 704, 0.8, "#a65a4b", 300)
    crane(850, 716, 1.12, "#5f3642", 370)
    paints = ["#8f3f43", "#33566e", "#c98645", "#5a6f63", "#74425a", "#d8a45a", "#3e4862"]
    for row in range(4):
        for column in range(19):
            if row > 1.4 + 1.9 * math.sin(column * 1.3) or column in (8, 9, 10, 11):
                continue
            x, y = 40 + column * 84, 690 - row * 34
            paint = mix(paints[c.random.randint(len(paints))], "#4a2f3b", 0.22)
            c.box(x, y, x + 81, y + 32, paint)
            for rib in range(1, 8):
                c.line([(x + rib * 10, y + 3), (x + rib * 10, y + 29)], "#20161e", 1, 0.25)
    c.fill([(-5, 722), (1605, 722), (1605, 752), (-5, 752)], [(0, "#3d2937"), (1, "#2a1e2c")])
    for n in range(34):
        c.box(20 + n * 48, 740, 34 + n * 48, 768, "#1e1722")
    c.mirror(754, 313, 0.35, "#5c3240", 2.4)
    c.glints(760, HEIGHT, "#ffdf9f", 280, 640, 170, 0.5)
    c.glints(760, HEIGHT, "#3b2233", 150, None, alpha=0.28)
    # The pilot boat.
    x, y = 1090, 880
    c.fill([(x - 150, y - 8), (x + 186, y - 26), (x + 146, y + 44), (x - 128, y + 44)], [(0, "#1f3346"), (1, "#101a28")])
    c.polygon([(x - 148, y + 2), (x + 180, y - 14), (x + 176, y - 4), (x - 146, y + 10)], "#f2b64c")
    c.fill([(x - 74, y - 10), (x - 58, y - 84), (x + 56, y - 86), (x + 84, y - 18)], [(0, "#fff1d8"), (1, "#d6b190")])
    c.polygon([(x - 52, y - 74), (x + 52, y - 76), (x + 66, y - 46), (x - 58, y - 44)], "#26394d")
    for off in (-14, 24):
        c.line([(x + off, y - 76), (x + off, y - 44)], "#fff1d8", 4)
    c.line([(x - 8, y - 86), (x - 8, y - 152)], "#2b2230", 4)
    c.box(x - 30, y - 138, x + 14, y - 132, "#2b2230")
    c.polygon([(x - 8, y - 150), (x - 46, y - 142), (x - 8, y - 134)], "#fff6e2")
    c.polygon([(x - 8, y - 142), (x - 27, y - 138), (x - 8, y - 134)], "#c64a3d")
    for n in range(70):
        c.disc(x + c.random.uniform(-330, 190), y + 42 + c.random.uniform(-3, 14), 16 + 34 * c.random.uniform(), "#ffe9c4", 0.32, 3 + 3 * c.random.uniform())
    for gx, gy, size in [(1080, 330, 18), (1140, 300, 14), (300, 330, 16), (230, 350, 12)]:
        c.gull(gx, gy, size, "#6b3a40")
    return c.finish()


def seagrass():
    """Under water: a meadow of seagrass, fish above it, light from the surface."""
    c = Canvas(16)
    c.gradient([(0, "#bfeee0"), (0.1, "#63c6c4"), (0.45, "#1f8599"), (1, "#08384f")])
    c.glow(620, -60, 800, "#f3fff0", 0.75, 520)
    for n in range(9):
        x = 180 + n * 150 + c.random.uniform(-50, 50)
        width = c.random.uniform(30, 90)
        lean = (x - 620) * 0.5
        c.beam([(x, -40), (x + width, -40), (x + width * 2.2 + lean, 900), (x - width + lean, 900)], "#d8fff0", 0.10 + 0.06 * c.random.uniform(), 16)
    for n in range(60):
        x = c.random.uniform(0, WIDTH)
        c.disc(x, c.random.uniform(6, 46), 40 + 80 * c.random.uniform(), "#effff6", 0.16, 3)
    c.ridge(860, 70, "#15657a", "#0c4a60")
    blades = lambda base, tall, tones, count, width: [blade(base, tall, tones, width) for _ in range(count)]

    def blade(base, tall, tones, width):
        x = c.random.uniform(-40, WIDTH + 40)
        height = tall * c.random.uniform(0.55, 1.15)
        bend = c.random.uniform(0.1, 0.42) * height
        wave = c.random.uniform(0.6, 1.4)
        foot = base(x) + 14
        spine = [(x + bend * (t**1.7) + 10 * math.sin(t * 4 * wave), foot - height * t) for t in [n / 14 for n in range(15)]]
        body = [(px - width * (1 - n / 15), py) for n, (px, py) in enumerate(spine)] + [(px + width * (1 - n / 15), py) for n, (px, py) in reversed(list(enumerate(spine)))]
        c.fill(body, [(0, tones[0]), (1, tones[1])])

    blades(lambda x: 872 + 20 * math.sin(x / 190), 170, ("#2f9c8e", "#125b66"), 190, 4)
    c.ridge(950, 60, "#0f5560", "#093c4b")

    def fish(x, y, size, tone, belly, side=1):
        f = lambda dx, dy: (x + side * dx * size, y + dy * size)
        arc = [n / 16 for n in range(17)]
        top = [f(2 * t - 1, -0.36 * math.sin(math.pi * t**0.85) ** 0.9) for t in arc]
        low = [f(2 * t - 1, 0.36 * math.sin(math.pi * t**0.85) ** 0.9) for t in reversed(arc)]
        c.polygon([f(-0.85, 0), f(-1.45, -0.36), f(-1.28, 0), f(-1.45, 0.36)], tone)
        c.polygon([f(-0.3, -0.28), f(0.05, -0.54), f(0.4, -0.24)], tone)
        c.fill(top + low, [(0, tone), (0.55, tone), (1, belly)])
        c.disc(*f(0.66, -0.05), size * 0.075, "#fdfbee")
        c.disc(*f(0.68, -0.05), size * 0.04, "#12303c")
        c.line([f(0.38, -0.16), f(0.32, 0.02), f(0.38, 0.17)], belly, size * 0.04, 0.8)

    for n in range(24):
        t = n / 23
        fish(420 + 560 * t + c.random.uniform(-26, 26), 330 + 110 * math.sin(t * 3.1) + c.random.uniform(-44, 44), 17 + 7 * c.random.uniform(), "#2b7f8f", "#bfe9dc")
    blades(lambda x: 958 + 18 * math.sin(x / 150 + 1), 290, ("#55b884", "#145a58"), 170, 6)
    fish(1110, 560, 74, "#e8894b", "#fbe0a6", -1)
    fish(1272, 640, 52, "#d9704a", "#f8d79b", -1)
    fish(350, 640, 60, "#f0b653", "#fff0bd")
    c.ridge(1040, 34, "#08303c", "#052430")
    blades(lambda x: 1062, 330, ("#86cf7c", "#0e4a45"), 96, 9)
    for n in range(46):
        x, y, size = c.random.uniform(0, WIDTH), c.random.uniform(80, 900), c.random.uniform(2, 7)
        c.disc(x, y, size, "#e9fff5", 0.28)
        c.disc(x - size * 0.3, y - size * 0.3, size * 0.35, "#ffffff", 0.6)
    return c.finish()
