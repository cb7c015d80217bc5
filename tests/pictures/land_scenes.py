"""Pictures of the land behind the town: the hills by day and night, and the pitch."""

import math

from canvas import HEIGHT, WIDTH, Canvas, mix


def night_sky():
    """The Milky Way over dark hills, a watcher with a telescope below."""
    c = Canvas(26)
    c.gradient([(0, "#050a1f"), (0.45, "#0f1d45"), (0.75, "#2a3a6b"), (1, "#5f5a80")])
    for n in range(240):
        t = n / 239
        x, y = 120 + 1300 * t + c.random.normal(0, 46), 820 - 900 * t + c.random.normal(0, 46)
        c.glow(x, y, c.random.uniform(60, 190), ["#8f9fe0", "#c7a6d9", "#f0cfae"][c.random.randint(3)], 0.045)
    for _ in range(1500):
        if c.random.uniform() < 0.55:
            t = c.random.uniform(-0.05, 1.05)
            x, y = 120 + 1300 * t + c.random.normal(0, 120), 820 - 900 * t + c.random.normal(0, 120)
        else:
            x, y = c.random.uniform(0, WIDTH), c.random.uniform(0, 800)
        size = 0.5 + 1.3 * c.random.uniform() ** 4
        c.disc(x, y, size, ["#ffffff", "#ffeccb", "#cfdcff"][c.random.randint(3)], c.random.uniform(0.4, 1))
    for x, y, size in [(290, 200, 3.4), (1240, 420, 3.2), (1480, 160, 2.2)]:
        c.glow(x, y, 22, "#dfe8ff", 0.7)
        c.disc(x, y, size, "#ffffff")
    c.line([(1150, 130), (1330, 196)], "#eef4ff", 1.6, 0.55)
    c.line([(1260, 170), (1330, 196)], "#ffffff", 2.6, 0.9)
    c.glow(330, 900, 620, "#f0a58a", 0.28, 200)
    c.ridge(812, 90, "#26315c", "#39406b", 1000)
    c.ridge(868, 110, "#182246", "#222b52")
    c.ridge(960, 70, "#0b1228", "#060a18")
    x, y, ink = 1080, 930, "#04070f"
    c.fill([(x - 620, 1070), (x - 420, 990), (x - 200, 950), (x, 934), (x + 240, 946), (x + 620, 1010), (x + 620, 1070)], [(0, "#070c1e"), (1, "#05091a")])
    c.disc(x, y - 128, 16, ink)
    c.polygon([(x - 20, y - 108), (x + 16, y - 110), (x + 22, y - 60), (x + 16, y + 8), (x - 2, y + 8), (x - 6, y - 46), (x - 14, y + 8), (x - 30, y + 8), (x - 24, y - 60)], ink)
    c.line([(x + 10, y - 96), (x + 52, y - 104)], ink, 10)
    c.line([(x + 44, y - 96), (x + 150, y - 176)], ink, 20)
    c.line([(x + 146, y - 173), (x + 176, y - 196)], ink, 28)
    for foot in (60, 98, 136):
        c.line([(x + 98, y - 134), (x + foot, y + 10)], ink, 6)
    c.polygon([(x - 330, y + 30), (x - 240, y - 66), (x - 130, y + 18)], "#3a2a2c")
    c.polygon([(x - 262, y + 26), (x - 240, y - 60), (x - 206, y + 24)], "#ffbe6b")
    c.glow(x - 238, y, 150, "#ffb45e", 0.55)
    return c.finish(grain=1.8, vignette=0.2)


def football():
    """A pitch beside the sea, seen from behind the goal, the ball on its way in."""
    c = Canvas(27)
    c.gradient([(0, "#3d8fb8"), (0.6, "#9fd0d8"), (1, "#f5e8c8")], 0, 400)
    for x, y, width, alpha in [(280, 170, 480, 0.8), (1240, 220, 560, 0.8), (820, 110, 300, 0.6)]:
        c.clouds(x, y, width, "#fff8ea", alpha, 9, 0.17)
    c.ridge(352, 40, "#84afb8", "#b5cbc0", 400)
    c.sea(380, [(0, "#a9d3d2"), (1, "#3f93a8")], 440)
    c.glints(384, 436, "#f0fbf5", 120, None, alpha=0.5)
    # Stands with a crowd, then the boards.
    c.fill([(-5, 428), (1605, 428), (1605, 560), (-5, 560)], [(0, "#4c5c74"), (1, "#2f3c52")])
    crowd = ["#e2704a", "#f2c45a", "#f7efe0", "#4f9bb0", "#8a3d4d", "#32506e", "#cfe0d8"]
    for row in range(6):
        for n in range(112):
            x = n * 14.6 + (row % 2) * 7 + c.random.uniform(-2, 2)
            y = 444 + row * 19 + c.random.uniform(-3, 2)
            cloth = crowd[c.random.randint(len(crowd))]
            c.box(x - 5, y, x + 5, y + 14, cloth, 0.9, 3)
            c.disc(x, y - 3, 3.7, mix("#d9a47c", "#5a3826", c.random.uniform()), 0.95)
    for n in range(7):
        x = 90 + n * 236
        c.line([(x, 428), (x, 356)], "#f4efe2", 3)
        c.polygon([(x, 358), (x + 56, 366), (x, 384)], "#e2704a" if n % 2 else "#f2c45a")
    c.fill([(-5, 556), (1605, 556), (1605, 592), (-5, 592)], [(0, "#f4ecd8"), (1, "#d9cdb2")])
    for n in range(8):
        c.box(n * 206 + 10, 562, n * 206 + 150, 586, ["#2f7f95", "#e2a544", "#c4523f"][n % 3])
    # The pitch: mown bands in perspective.
    c.fill([(-5, 590), (1605, 590), (1605, 1070), (-5, 1070)], [(0, "#6aa84f"), (1, "#3a7a3c")])
    for n in range(-9, 10, 2):
        far, near = lambda k: 800 + k * 118, lambda k: 800 + k * 330
        c.polygon([(far(n), 590), (far(n + 1), 590), (near(n + 1), 1070), (near(n), 1070)], "#a4cf6a", 0.24)
    chalk = "#fdfdf2"
    c.line([(-5, 606), (1605, 606)], chalk, 3, 0.9)
    c.line([(800 - 460, 606), (800 - 640, 760), (800 + 640, 760), (800 + 460, 606)], chalk, 5, 0.92)
    c.line([(560, 606), (500, 672), (1100, 672), (1040, 606)], chalk, 4, 0.92)
    c.line([(800 + 250 * math.cos(a), 760 + 58 * math.sin(a)) for a in [n * math.pi / 24 for n in range(25)]], chalk, 5, 0.92)
    c.disc(800, 716, 7, chalk, 0.95, 4)
    # Goal and net.
    for n in range(31):
        c.line([(590 + n * 14, 470), (600 + n * 13.3, 604)], "#f8f8f2", 1.2, 0.55)
    for n in range(11):
        y = 474 + n * 13
        c.line([(590 + n, y), (1010 - n, y)], "#f8f8f2", 1.2, 0.55)
    for points in ([(584, 608), (584, 462), (1016, 462), (1016, 608)],):
        c.line(points, "#ffffff", 10)
        c.line([(x + 2, y + 3) for x, y in points], "#a8b7b2", 3, 0.6)

    def player(x, y, s, shirt, shorts, skin, step, arm):
        c.disc(x + 10 * s, y + 3 * s, 52 * s, "#1f4a28", 0.35, 9 * s)
        for side in (-1, 1):
            foot = (x + side * step * s, y)
            knee = (x + side * step * 0.62 * s + 8 * s, y - 46 * s)
            c.line([(x + side * 9 * s, y - 88 * s), knee, foot], skin, 13 * s)
            c.line([((knee[0] + foot[0]) / 2, (knee[1] + foot[1]) / 2), foot], shirt, 13 * s)
            c.disc(foot[0] + 6 * s, foot[1], 12 * s, "#22262e", 1, 6 * s)
            c.line([(x + side * 22 * s, y - 158 * s), (x + side * (40 + arm) * s, y - 122 * s), (x + side * (36 + arm * 1.7) * s, y - (96 + arm) * s)], skin, 10 * s)
        c.polygon([(x - 27 * s, y - 108 * s), (x + 27 * s, y - 108 * s), (x + 32 * s, y - 66 * s), (x + 2 * s, y - 74 * s), (x - 32 * s, y - 66 * s)], shorts)
        c.polygon([(x - 31 * s, y - 168 * s), (x + 31 * s, y - 168 * s), (x + 28 * s, y - 104 * s), (x - 28 * s, y - 104 * s)], shirt)
        c.box(x - 6 * s, y - 178 * s, x + 6 * s, y - 164 * s, skin)
        c.disc(x, y - 192 * s, 17 * s, skin, 1, 20 * s)
        c.disc(x - 2 * s, y - 202 * s, 18 * s, "#2b1d1c", 1, 13 * s)
        c.disc(x - 17 * s, y - 194 * s, 8 * s, "#2b1d1c", 1, 14 * s)

    player(700, 640, 0.62, "#f2c45a", "#2b2b34", "#a9714c", 26, 26)
    player(1130, 706, 0.8, "#2f7f95", "#f4efe2", "#c9966f", 30, 4)
    player(470, 742, 0.92, "#2f7f95", "#f4efe2", "#8a5a3c", 24, 8)
    player(980, 900, 1.5, "#d9583f", "#fdf6e6", "#b98058", 44, 16)
    player(250, 930, 1.55, "#d9583f", "#fdf6e6", "#d7a580", 36, 12)
    x, y, r = 884, 540, 18
    c.disc(x, y, r, "#fbfaf2")
    c.disc(x + 4, y + 5, r * 0.8, "#d8d8cc", 0.5)
    for n in range(5):
        a = n * 2 * math.pi / 5 - 0.5
        c.disc(x + r * 0.78 * math.cos(a), y + r * 0.78 * math.sin(a), 3.6, "#2a2e36")
    c.disc(x, y, 5, "#2a2e36")
    return c.finish()


def hills():
    """Hill behind hill in morning mist, a footpath climbing past cypresses."""
    c = Canvas(28)
    c.gradient([(0, "#f0c9a0"), (0.35, "#f7dfba"), (0.7, "#f4e9d2"), (1, "#e7e6d6")])
    c.glow(1180, 250, 520, "#fff4d0", 0.8)
    c.disc(1180, 250, 58, "#fffbe8")
    planes = [("#d6bfae", 430, 100), ("#b9aca6", 500, 120), ("#94999a", 575, 120), ("#6f8784", 650, 110), ("#4f7367", 730, 110)]
    for tone, base, height in planes:
        c.ridge(base, height, tone, mix(tone, "#f6ead2", 0.62), base + 260, waves=6, roughness=0.52)
    ground = c.ridge(850, 90, "#7f9456", "#4a6a3c", waves=4, roughness=0.45)
    for n in range(9):
        y = 890 + n * 22
        c.line([(x, y + 14 * math.sin(x / 210 + n)) for x in range(-10, 1620, 20)], "#c9c878", 2 + n * 0.4, 0.2)
    # The path narrows as it climbs.
    spine = []
    for n in range(61):
        t = n / 60
        spine.append((560 + 330 * t + 150 * math.sin(t * 5.4) * (1 - t * 0.65), 1075 - 250 * t**0.82, 62 * (1 - t) ** 1.4 + 3.5))
    c.polygon([(x - w, y) for x, y, w in spine] + [(x + w, y) for x, y, w in reversed(spine)], "#efdcae")
    c.polygon([(x + w * 0.35, y) for x, y, w in spine] + [(x + w, y) for x, y, w in reversed(spine)], "#d2b981", 0.6)
    level = lambda at: min(ground, key=lambda point: abs(point[0] - at))[1]

    def cypress(x, foot, tall):
        wide = tall * 0.105
        c.disc(x + tall * 0.22, foot + 2, tall * 0.3, "#33502e", 0.35, tall * 0.03)
        c.box(x - 3, foot - tall * 0.08, x + 3, foot + 2, "#5b4632")
        side = [(x - wide * math.sin(math.pi * t**0.72), foot - tall * 0.05 - tall * t) for t in [n / 20 for n in range(21)]]
        other = [(x + wide * math.sin(math.pi * t**0.72), foot - tall * 0.05 - tall * t) for t in [n / 20 for n in range(20, -1, -1)]]
        c.fill(side + other, [(0, "#1f4434"), (0.55, "#2f5c40"), (1, "#5b7f4a")], across=True)

    for x, tall in [(930, 120), (972, 150), (1010, 128), (1046, 104)]:
        cypress(x, level(x) + 12, tall)
    for x, foot, tall in [(1190, 930, 250), (1270, 950, 300), (1352, 966, 270), (300, 940, 240), (226, 960, 290)]:
        cypress(x, foot, tall)
    # A white house and a dry-stone wall.
    hx, hy = 1440, level(1440) + 30
    c.polygon([(hx - 62, hy), (hx - 62, hy - 58), (hx + 14, hy - 58), (hx + 14, hy)], "#fbf3e2")
    c.polygon([(hx + 14, hy), (hx + 14, hy - 58), (hx + 72, hy - 50), (hx + 72, hy - 2)], "#dccbb0")
    c.polygon([(hx - 70, hy - 56), (hx - 24, hy - 92), (hx + 50, hy - 88), (hx + 80, hy - 50), (hx + 14, hy - 58)], "#b4573c")
    c.box(hx - 46, hy - 34, hx - 26, hy, "#4f6f7a")
    c.box(hx - 12, hy - 42, hx + 4, hy - 24, "#4f6f7a")
    for n in range(60):
        x = 20 + n * 8.6
        y = 1010 - n * 1.5 + 5 * math.sin(n)
        c.disc(x, y, 9 + 3 * c.random.uniform(), mix("#c9bda4", "#8f8673", c.random.uniform()), 1, 7)
        c.disc(x + 4, y + 11, 10, mix("#b3a78f", "#7d7563", c.random.uniform()), 1, 8)
    # Two walkers.
    for n, size in ((33, 46), (36, 42)):
        x, y, _ = spine[n]
        c.disc(x, y - size, size * 0.13, "#33302f")
        c.polygon([(x - size * 0.16, y - size * 0.84), (x + size * 0.16, y - size * 0.84), (x + size * 0.14, y - size * 0.42), (x + size * 0.1, y), (x - size * 0.12, y), (x - size * 0.16, y - size * 0.42)], "#a8433a" if n == 33 else "#2f5f73")
    for n in range(420):
        x, y = c.random.uniform(0, WIDTH), c.random.uniform(930, HEIGHT)
        if min(abs(x - px) - w for px, py, w in spine if abs(py - y) < 14) > 14 if any(abs(py - y) < 14 for _, py, _ in spine) else True:
            tone = ["#f4d35e", "#e76f51", "#fdf6e3", "#2f5c40"][c.random.randint(4)]
            c.disc(x, y, 1.5 + 2.6 * (y - 930) / 137, tone, 0.85)
    return c.finish(vignette=0.14)
