"""Pictures of the town: its reading room, its quay, its market."""

import math

from canvas import HEIGHT, WIDTH, Canvas, mix


def library():
    """A reading room at night: shelves, an arched window with the moon in it, a lamp on the table."""
    c = Canvas(21)
    c.gradient([(0, "#33211f"), (0.6, "#4d2f26"), (1, "#2c1a19")])
    books = ["#a8483b", "#d08a45", "#e3c07b", "#4f7a74", "#2f5263", "#7c3b4d", "#c7b199", "#566b48", "#8f5a38", "#35405f"]

    def shelves(left, right, top, rows, height):
        c.box(left - 16, top - 20, right + 16, top + rows * height + 14, "#24140f")
        for row in range(rows):
            floor = top + (row + 1) * height - 14
            c.box(left, floor - height + 14, right, floor, "#180d0b")
            x = left + 5
            while x < right - 22:
                if c.random.uniform() < 0.05:
                    x += c.random.uniform(14, 40)
                    continue
                wide, tall = c.random.uniform(11, 27), height * c.random.uniform(0.62, 0.86)
                paint = mix(books[c.random.randint(len(books))], "#2a1715", c.random.uniform(0.08, 0.4))
                if c.random.uniform() < 0.07 and x < right - 60:
                    lean = c.random.uniform(14, 24)
                    c.polygon([(x + lean, floor - tall), (x + lean + wide, floor - tall + 4), (x + wide, floor), (x, floor)], paint)
                    x += wide + lean + 2
                    continue
                right_edge = min(x + wide, right - 4)
                c.fill([(x, floor - tall), (right_edge, floor - tall), (right_edge, floor), (x, floor)], [(0, mix(paint, "#000000", 0.2)), (0.35, mix(paint, "#ffffff", 0.08)), (1, mix(paint, "#000000", 0.32))], across=True)
                for band in (0.14, 0.2, 0.8):
                    if wide > 15:
                        c.box(x + 2, floor - tall * (1 - band), right_edge - 2, floor - tall * (1 - band) + 3, "#f0d9a0", 0.5)
                x += wide + 1.5
            c.fill([(left - 10, floor), (right + 10, floor), (right + 10, floor + 14), (left - 10, floor + 14)], [(0, "#8a5a37"), (1, "#53331f")])

    shelves(30, 560, 40, 6, 138)
    shelves(1040, 1570, 40, 6, 138)
    # The window.
    arch = lambda grow: [(640 - grow, 690 + grow)] + [(800 + (160 + grow) * math.cos(a), 250 - (160 + grow) * math.sin(a)) for a in [math.pi - n * math.pi / 40 for n in range(41)]] + [(960 + grow, 690 + grow)]
    c.polygon(arch(26), "#7a5136")
    c.polygon(arch(12), "#3a231a")
    c.fill(arch(0), [(0, "#101c3a"), (0.6, "#2f4a74"), (1, "#6f83a0")])
    for _ in range(70):
        x, y = c.random.uniform(650, 950), c.random.uniform(110, 470)
        if math.hypot(x - 800, min(0, y - 250)) < 150:
            c.disc(x, y, c.random.uniform(0.7, 1.9), "#fff8e0", 0.8)
    half = [n * math.pi / 24 for n in range(25)]
    moon = [(40 * math.sin(a), -40 * math.cos(a)) for a in half] + [(17 * math.sin(a), -40 * math.cos(a)) for a in reversed(half)]
    c.polygon([(858 + x * 0.9 + y * 0.43, 262 + y * 0.9 - x * 0.43) for x, y in moon], "#fbf4dc")
    c.glow(880, 262, 150, "#e9efff", 0.4)
    c.fill([(640, 690), (640, 604), (700, 596), (760, 612), (830, 590), (900, 606), (960, 596), (960, 690)], [(0, "#22385a"), (1, "#1a2c49")])
    for x, y in [(668, 622), (690, 640), (742, 630), (796, 618), (812, 640), (868, 622), (920, 634), (940, 618)]:
        c.box(x, y, x + 7, y + 10, "#ffd98a", 0.9)
    for x in (720, 800, 880):
        c.line([(x, 92 if x == 800 else 116), (x, 690)], "#3a231a", 7)
    for y in (250, 400, 548):
        c.line([(640, y), (960, y)], "#3a231a", 7)
    c.box(612, 690, 988, 716, "#8a5a37")
    # The ladder.
    for x in (1180, 1262):
        c.line([(x, 70), (x + 46, 880)], "#a46d3f", 11)
    for n in range(11):
        y = 120 + n * 68
        c.line([(1182 + (y - 70) * 0.056, y), (1264 + (y - 70) * 0.056, y)], "#8a5a34", 8)
    # Floor, table, lamp and somebody reading.
    c.fill([(-5, 900), (1605, 900), (1605, 1070), (-5, 1070)], [(0, "#3c241d"), (1, "#1d1110")])
    c.disc(800, 1020, 620, "#7a4a31", 0.35, 70)
    c.glow(800, 700, 470, "#ffc878", 0.62)
    c.glow(800, 780, 260, "#ffe0a0", 0.5)
    reader = "#1b1216"
    back = [(540, 816), (542, 770), (556, 732), (584, 708), (618, 702), (644, 716), (664, 750), (700, 782), (722, 796), (716, 814)]
    c.polygon(back, reader)
    c.polygon([(598, 712), (602, 676), (634, 676), (634, 716)], reader)
    c.disc(622, 650, 33, reader, 1, 38)
    c.polygon([(646, 644), (661, 662), (650, 668), (644, 684), (630, 686)], reader)
    c.disc(598, 636, 24, reader)
    # The lamp draws a line of light along face and arm.
    c.line([(647, 640), (660, 661), (650, 667), (645, 682)], "#ffce8a", 2.6, 0.7)
    c.line([(646, 718), (665, 750), (701, 782), (722, 796)], "#ffce8a", 2.6, 0.6)
    c.fill([(330, 806), (1270, 806), (1330, 862), (270, 862)], [(0, "#b0713f"), (1, "#8b5530")])
    c.fill([(270, 862), (1330, 862), (1330, 892), (270, 892)], [(0, "#5e3821"), (1, "#452818")])
    for x in (320, 1256):
        c.fill([(x, 892), (x + 30, 892), (x + 24, 1068), (x + 6, 1068)], [(0, "#452818"), (1, "#2a1812")])
    c.polygon([(676, 812), (742, 798), (808, 812), (808, 822), (742, 808), (676, 822)], "#fff3d5")
    c.polygon([(676, 822), (742, 808), (808, 822), (742, 834)], "#e8d3a6")
    c.line([(742, 800), (742, 832)], "#b89a6c", 2)
    c.polygon([(884, 702), (1000, 702), (968, 628), (916, 628)], "#2f6a5a")
    c.polygon([(884, 702), (1000, 702), (996, 692), (888, 692)], "#fff0b8")
    c.line([(942, 702), (942, 828)], "#c99b52", 8)
    c.disc(942, 830, 46, "#c99b52", 1, 11)
    c.glow(942, 716, 250, "#ffe3a0", 0.6)
    for n, (paint, width) in enumerate([("#a8483b", 132), ("#4f7a74", 118), ("#e3c07b", 124), ("#2f5263", 104)]):
        c.box(1090 - width / 2, 804 - n * 22, 1090 + width / 2, 826 - n * 22, paint, radius=3)
        c.box(1090 - width / 2 + 8, 809 - n * 22, 1090 + width / 2 - 2, 821 - n * 22, "#f3e4c2", 0.35)
    return c.finish(vignette=0.3)


def rain_chart():
    """A drawn chart of rain by week, bars and a line, without words so that it serves every language."""
    c = Canvas(22)
    c.gradient([(0, "#f6efe0"), (1, "#ebe0ca")])
    for n in range(1, 7):
        c.line([(190, 900 - n * 118), (1440, 900 - n * 118)], "#b9ab90", 2, 0.5)
    rain = [0.22, 0.3, 0.18, 0.42, 0.55, 0.48, 0.72, 0.95, 0.64, 0.35, 0.28, 0.2]
    for n, share in enumerate(rain):
        x, top = 232 + n * 100, 900 - 640 * share
        c.box(x + 8, top + 8, x + 74, 900, "#8a7d63", 0.18, 8)
        c.fill([(x, top + 8), (x + 8, top), (x + 58, top), (x + 66, top + 8), (x + 66, 900), (x, 900)], [(0, mix("#5fb0bd", "#153f5f", share)), (1, mix("#2f7f95", "#0f2f4b", share))])
        c.fill([(x + 5, top + 8), (x + 14, top + 8), (x + 14, 896), (x + 5, 896)], [(0, mix("#9ad4d6", "#356c8c", share)), (1, mix("#3f8ca0", "#163d5b", share))])
    line = []
    for step in range(111):
        t = step / 10
        n = min(int(t), 10)
        u = t - n
        u = u * u * (3 - 2 * u)
        usual = [0.30, 0.34, 0.38, 0.44, 0.5, 0.56, 0.6, 0.6, 0.55, 0.48, 0.42, 0.38]
        line.append((265 + t * 100, 900 - 640 * (usual[n] * (1 - u) + usual[n + 1] * u)))
    c.line([(x + 3, y + 5) for x, y in line], "#7a4a2a", 8, 0.2)
    c.line(line, "#d9683f", 8)
    for x, y in line[::10]:
        c.disc(x, y, 13, "#f6efe0")
        c.disc(x, y, 9, "#d9683f")
    c.line([(190, 180), (190, 902), (1450, 902)], "#4c4438", 6)

    def drop(x, y, size, tone):
        side = [(x + size * math.sin(a) * (0.5 + 0.5 * (1 - math.cos(a)) / 2), y - size * math.cos(a) * 1.1) for a in [n * math.pi / 20 for n in range(21)]]
        other = [(2 * x - px, py) for px, py in reversed(side)]
        c.polygon(side + other, tone)
        c.disc(x - size * 0.28, y + size * 0.4, size * 0.14, "#e9fbff", 0.8, size * 0.26)

    for x, y, tone in [(8, 8, "#b9ab90"), (0, 0, "#ffffff")]:
        for dx, dy, size in [(1082, 176, 40), (1140, 142, 58), (1206, 150, 50), (1254, 178, 38)]:
            c.disc(dx + x, dy + y, size, tone)
        c.box(1080 + x, 160 + y, 1256 + x, 216 + y, tone, radius=26)
    for x, y, size in [(1096, 252, 14), (1150, 274, 18), (1204, 252, 15), (1248, 276, 12)]:
        drop(x, y, size, "#3d8fa6")
    for n in range(12):
        c.disc(265 + n * 100, 936, 5, "#4c4438", 0.7)
    return c.finish(vignette=0.1)


def lanterns():
    """The old quay by night, hung with paper lanterns that the water gives back."""
    c = Canvas(23)
    c.gradient([(0, "#0b1433"), (0.6, "#243064"), (1, "#5b4a7c")], 0, 640)
    for _ in range(170):
        x, y = c.random.uniform(0, WIDTH), c.random.uniform(0, 420)
        c.disc(x, y, c.random.uniform(0.5, 1.6), "#fff6df", 0.7 * (1 - y / 520))
    c.ridge(520, 90, "#2b2f5c", "#3c3a6b", 640)
    paints = ["#3a2f57", "#47345a", "#2f2b50", "#523a5c", "#3f3762", "#5a4060"]
    x = -20
    while x < WIDTH:
        wide, tall = c.random.uniform(86, 160), c.random.uniform(150, 290)
        paint = paints[c.random.randint(len(paints))]
        c.fill([(x, 632 - tall), (x + wide, 632 - tall), (x + wide, 632), (x, 632)], [(0, mix(paint, "#1a1a3a", 0.35)), (1, mix(paint, "#c98a5a", 0.28))])
        kind = c.random.randint(3)
        if kind == 0:
            c.disc(x + wide / 2, 632 - tall, wide * 0.36, mix(paint, "#1a1a3a", 0.4), 1, wide * 0.34)
        elif kind == 1:
            c.polygon([(x - 4, 632 - tall), (x + wide + 4, 632 - tall), (x + wide / 2, 592 - tall)], mix(paint, "#1a1a3a", 0.45))
        else:
            c.box(x - 3, 626 - tall, x + wide + 3, 636 - tall, mix(paint, "#1a1a3a", 0.5))
        rows, columns = int(tall // 58), int(wide // 40)
        for row in range(rows):
            for column in range(columns):
                wx, wy = x + 16 + column * 40, 650 - tall + row * 58
                if c.random.uniform() < 0.6:
                    c.box(wx, wy + 8, wx + 16, wy + 32, "#ffd27d", c.random.uniform(0.5, 0.95))
                    c.disc(wx + 8, wy + 8, 8, "#ffd27d", 0.8)
                else:
                    c.box(wx, wy + 4, wx + 16, wy + 32, "#1c1a3a", 0.7)
        x += wide + 2
    c.box(0, 628, WIDTH, 646, "#22193a")
    c.line([(800, 640), (800, 180)], "#120d24", 9)
    c.disc(800, 178, 8, "#120d24")
    hues = ["#ff9a4d", "#ffc65c", "#ff7a5c", "#ffdd8a", "#f26d6d"]
    for left, right, top, sag, count, size in [(-60, 800, 196, 150, 12, 16), (800, 1660, 196, 165, 12, 16), (-60, 800, 384, 110, 14, 13), (800, 1660, 384, 100, 14, 13)]:
        curve = lambda t: (left + (right - left) * t, top + sag * (1 - (2 * t - 1) ** 2))
        c.line([curve(n / 40) for n in range(41)], "#120d24", 2, 0.8)
        for n in range(count):
            lx, ly = curve((n + 0.5) / count)
            hue = hues[c.random.randint(len(hues))]
            c.glow(lx, ly + size * 1.5, size * 5.5, hue, 0.6)
            c.disc(lx, ly + size * 1.5, size, hue, 1, size * 1.25)
            c.disc(lx, ly + size * 1.6, size * 0.55, "#fff3c9", 0.85, size * 0.8)
            c.box(lx - size * 0.45, ly + size * 0.15, lx + size * 0.45, ly + size * 0.45, "#4a2030")
            c.box(lx - size * 0.45, ly + size * 2.6, lx + size * 0.45, ly + size * 2.85, "#4a2030")
    # People along the quay.
    for n in range(46):
        px, tall = c.random.uniform(0, WIDTH), c.random.uniform(34, 46)
        c.disc(px, 640 - tall, tall * 0.12, "#120d22")
        c.polygon([(px - tall * 0.16, 640 - tall * 0.84), (px + tall * 0.16, 640 - tall * 0.84), (px + tall * 0.2, 642), (px - tall * 0.2, 642)], "#120d22")
    c.mirror(646, 421, 0.22, "#0a1026", 1.6)
    c.glints(652, HEIGHT, "#ffcf8a", 240, None, alpha=0.28)
    c.glints(652, HEIGHT, "#0a0f24", 200, None, alpha=0.4)
    return c.finish(vignette=0.25)


def paper_boats():
    """Paper boats with a candle in each, on dark water."""
    c = Canvas(24)
    c.gradient([(0, "#1d2f57"), (0.35, "#152347"), (1, "#080f26")])
    for n in range(90):
        y = 60 + (n / 90) ** 1.3 * 990
        x = c.random.uniform(-100, WIDTH)
        c.disc(x, y, 60 + y * 0.16, "#3d568c", 0.10, 1.2 + y * 0.004)

    def boat(x, y, s, paint):
        c.glow(x, y - 20 * s, 210 * s, "#ffb35c", 0.55)
        for n in range(34):
            t = c.random.uniform()
            c.disc(x + c.random.normal(0, 26 * s * (1 - 0.3 * t)), y + (34 + 150 * t) * s, (12 + 26 * c.random.uniform()) * s, mix("#ffdc93", "#d76a3c", t), 0.40 * (1 - t), (2 + 2.6 * t) * s)
        for n in range(3):
            c.disc(x, y + (32 + 6 * n) * s, (100 + 26 * n) * s, "#ffd9a0", 0.05, (9 + 5 * n) * s)
        dark, light = mix(paint, "#3a1e2a", 0.42), mix(paint, "#fff3d6", 0.45)
        c.fill([(x - 38 * s, y + 4 * s), (x, y - 92 * s), (x + 38 * s, y + 4 * s)], [(0, light), (1, mix(paint, "#ffd28a", 0.5))])
        c.fill([(x, y - 92 * s), (x + 38 * s, y + 4 * s), (x, y + 4 * s)], [(0, mix(light, "#c06a4a", 0.2)), (1, mix(paint, "#c06a4a", 0.4))])
        c.fill([(x - 112 * s, y - 38 * s), (x - 30 * s, y), (x + 30 * s, y), (x + 112 * s, y - 38 * s), (x + 58 * s, y + 34 * s), (x - 58 * s, y + 34 * s)], [(0, light), (0.5, paint), (1, dark)])
        c.polygon([(x + 112 * s, y - 38 * s), (x + 58 * s, y + 34 * s), (x + 8 * s, y + 34 * s), (x + 30 * s, y)], dark, 0.38)
        c.line([(x - 112 * s, y - 38 * s), (x - 30 * s, y), (x + 30 * s, y), (x + 112 * s, y - 38 * s)], "#fff6df", 1.6 * s + 0.4, 0.7)
        for side in (-1, 1):
            cx = x + side * 56 * s
            c.box(cx - 5 * s, y - 40 * s, cx + 5 * s, y - 12 * s, "#fff3d9")
            c.fill([(cx, y - 66 * s), (cx + 7 * s, y - 48 * s), (cx, y - 40 * s), (cx - 7 * s, y - 48 * s)], [(0, "#ffe08a"), (1, "#ff9d4a")])
            c.glow(cx, y - 50 * s, 60 * s, "#ffe6a6", 0.8)

    tones = ["#f3e2c4", "#f0b7a0", "#f6d58c", "#bcd8d4", "#e9a27f"]
    fleet = [(180, 150, 0.26), (470, 120, 0.22), (760, 165, 0.28), (1060, 130, 0.23), (1370, 170, 0.29), (320, 285, 0.42), (690, 320, 0.46), (1120, 290, 0.43), (1460, 350, 0.5), (120, 470, 0.62), (980, 500, 0.68), (520, 590, 0.86), (1390, 700, 1.05), (870, 850, 1.35), (230, 860, 1.2)]
    for n, (x, y, s) in enumerate(fleet):
        boat(x, y, s, tones[n % len(tones)])
    return c.finish(vignette=0.3)


def market():
    """A fish market under a new timber roof, awnings and crates below."""
    c = Canvas(25)
    c.gradient([(0, "#f5d9a8"), (0.5, "#f7e6c6"), (1, "#e3c79c")])
    c.gradient([(0, "#a77c52"), (1, "#c79d6c")], 0, 300)
    for n in range(13):
        c.line([(-5, 60 + n * 20), (1605, 60 + n * 20)], "#7f5734", 2, 0.45)
    c.gradient([(0, "#8fc7d1"), (0.7, "#cfe6dc"), (1, "#f3ead0")], 300, 560)
    c.ridge(520, 40, "#8fb4b2", "#b4c9b9", 560)
    c.sea(540, [(0, "#7fbcc0"), (1, "#3f8c9c")], 640)
    c.gradient([(0, "#e3d0ac"), (0.06, "#c9b08a"), (1, "#a88a68")], 640, 890)
    for row in range(6):
        c.line([(0, 668 + row * 40), (WIDTH, 668 + row * 40)], "#8a6f52", 2, 0.5)
        for n in range(21):
            x = n * 84 + 42 * (row % 2)
            c.line([(x, 668 + row * 40), (x, 708 + row * 40)], "#8a6f52", 2, 0.35)
    for x in (210, 520, 1180):
        c.polygon([(x - 46, 566), (x + 50, 564), (x + 34, 584), (x - 32, 584)], "#a24a3c")
        c.line([(x, 566), (x, 470)], "#5b4636", 3)
        c.polygon([(x + 5, 474), (x + 5, 556), (x + 44, 556)], "#fff6e3")
    # Roof: planks, trusses, posts.
    c.fill([(-10, -10), (1610, -10), (1610, 150), (800, 40), (-10, 150)], [(0, "#6a4229"), (1, "#8a5a36")])
    c.fill([(-10, 150), (800, 40), (1610, 150), (1610, 186), (800, 78), (-10, 186)], [(0, "#b87a48"), (1, "#8f5b35")])
    for n in range(-9, 10):
        c.line([(800 + n * 96, -10), (800 + n * 96, 40 + abs(n) * 13.2)], "#4c2f1e", 3, 0.5)
    c.line([(-10, 300), (1610, 300)], "#7c4d2d", 20)
    c.line([(800, 70), (800, 300)], "#7c4d2d", 16)
    for n in (-3, -2, -1, 1, 2, 3):
        x = 800 + n * 214
        y = 62 + abs(n) * 30
        c.line([(x, y), (x, 300)], "#8a5834", 10)
        c.line([(x, y + 8), (x - math.copysign(200, n), 298)], "#8a5834", 9)
    for x in (86, 560, 1040, 1514):
        c.fill([(x - 17, 300), (x + 17, 300), (x + 17, 900), (x - 17, 900)], [(0, "#9a6540"), (0.4, "#b87f52"), (1, "#6f4529")], across=True)
        for side in (-1, 1):
            c.line([(x, 390), (x + side * 76, 308)], "#8a5834", 11)
    for x in (320, 800, 1280):
        c.line([(x, 300), (x, 366)], "#3d2a1e", 3)
        c.polygon([(x - 36, 394), (x + 36, 394), (x + 16, 366), (x - 16, 366)], "#35505a")
        c.disc(x, 396, 18, "#fff2c0", 1, 9)
        c.glow(x, 400, 190, "#ffedb0", 0.42)
    c.fill([(-5, 880), (1605, 880), (1605, 1070), (-5, 1070)], [(0, "#b08a67"), (1, "#7c5a45")])
    for n in range(9):
        c.line([(-40 + n * 210, 1070), (330 + n * 118, 880)], "#6a4b39", 2, 0.35)

    def stall(left, right, paint, awning):
        c.fill([(left, 740), (right, 740), (right, 908), (left, 908)], [(0, mix(paint, "#ffffff", 0.1)), (1, mix(paint, "#2a1a1a", 0.35))])
        for n in range(1, int((right - left) // 60)):
            c.line([(left + n * 60, 750), (left + n * 60, 908)], "#2a1a1a", 2, 0.28)
        for x in (left + 8, right - 8):
            c.line([(x, 530), (x, 740)], "#6f4a33", 8)
        count = round((right - left + 48) / 48)
        step = (right - left + 48) / count
        for n in range(count):
            x = left - 24 + n * step
            inset = lambda value: (left + right) / 2 + (value - (left + right) / 2) * 0.86
            tone = awning if n % 2 else "#fbf1dc"
            c.fill([(inset(x), 456), (inset(x + step), 456), (x + step, 536), (x, 536)], [(0, mix(tone, "#000000", 0.10)), (1, tone)])
            c.disc(x + step / 2, 536, step / 2, mix(tone, "#000000", 0.12), 1, 15)
        # Crates of ice with the catch.
        span = (right - left - 36) / 3
        for crate in range(3):
            x = left + 18 + crate * span
            c.polygon([(x, 736), (x + 12, 700), (x + span - 24, 700), (x + span - 12, 736)], "#e9f2f1")
            for k in range(7):
                fx, fy = x + 22 + k * (span - 56) / 6, 708 + 12 * (k % 2)
                tone = [("#6d8c9b", "#d9e4e4"), ("#d8775a", "#f6cbb0"), ("#8fa6a0", "#eef3ea")][crate]
                c.disc(fx, fy, 19, tone[0], 1, 7)
                c.disc(fx, fy + 2.5, 15, tone[1], 0.8, 3)
                c.polygon([(fx - 17, fy), (fx - 28, fy - 7), (fx - 28, fy + 7)], tone[0])
                c.disc(fx + 12, fy - 1, 1.6, "#14222a")
            c.fill([(x - 4, 730), (x + span - 8, 730), (x + span - 8, 752), (x - 4, 752)], [(0, "#c98f58"), (1, "#9c6a3f")])

    def seller(x, cloth, skin, hair):
        c.polygon([(x - 52, 742), (x - 46, 660), (x - 26, 634), (x + 26, 634), (x + 46, 660), (x + 52, 742)], cloth)
        c.polygon([(x - 24, 742), (x - 20, 662), (x + 20, 662), (x + 24, 742)], "#f4ead6")
        c.box(x - 9, 614, x + 9, 640, mix(skin, "#5a3324", 0.2))
        c.disc(x, 598, 25, skin, 1, 29)
        c.polygon([(x - 28, 604), (x - 26, 572), (x - 10, 561), (x + 12, 561), (x + 27, 574), (x + 28, 604), (x + 21, 588), (x - 21, 588)], hair)
        for side in (-1, 1):
            c.disc(x + side * 9, 600, 2.6, "#2b1d1c")
        c.line([(x - 8, 613), (x - 3, 617), (x + 3, 617), (x + 8, 613)], "#7a3f30", 2.2)

    seller(330, "#2f5f73", "#c68f68", "#2c2026")
    seller(1262, "#8a3d43", "#a9714c", "#e8dcc4")
    seller(800, "#4f6b4a", "#d3a27c", "#3a2622")
    stall(140, 520, "#35606c", "#d2603f")
    stall(610, 990, "#6f7f4f", "#e2a544")
    stall(1080, 1460, "#7c4038", "#3f8a96")
    # Two shoppers with baskets in the foreground, as shapes.
    for x, tone, hair, turn in [(560, "#c9a13f", "#4a2c22", 1), (1058, "#4a6f8c", "#d9cbb4", -1)]:
        c.disc(x, 1012, 92, "#4b3427", 0.3, 12)
        for side in (-1, 1):
            c.line([(x + side * 20, 900), (x + side * 22, 1004)], "#3a3f4c", 30)
            c.disc(x + side * 24, 1008, 24, "#2b2422", 1, 9)
        c.box(x - 10, 690, x + 10, 730, "#b98058")
        c.fill([(x - 58, 926), (x - 54, 780), (x - 48, 742), (x - 22, 722), (x + 22, 722), (x + 48, 742), (x + 54, 780), (x + 58, 926)], [(0, mix(tone, "#ffffff", 0.14)), (1, mix(tone, "#2a1a1a", 0.25))])
        c.line([(x, 730), (x, 926)], mix(tone, "#2a1a1a", 0.4), 2.4, 0.5)
        c.disc(x, 672, 33, hair, 1, 37)
        c.disc(x - turn * 4, 700, 25, hair, 1, 16)
        bx = x + turn * 88
        c.line([(x + turn * 44, 762), (x + turn * 66, 826), (bx, 876)], mix(tone, "#2a1a1a", 0.2), 25)
        c.polygon([(bx - 44, 884), (bx + 44, 884), (bx + 34, 944), (bx - 34, 944)], "#b7824c")
        for k in range(-2, 3):
            c.line([(bx + k * 16, 886), (bx + k * 13, 942)], "#7d5530", 2.5)
    return c.finish(vignette=0.2)
