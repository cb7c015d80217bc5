"""Draws the pictures of the sample newsroom into `drafts/media/`.

    pip install pillow numpy
    python tests/pictures/make_pictures.py [NAME…]

Every picture is drawn from its own seed: the same versions of Pillow and NumPy give the same bytes. The pictures
are original work, under the licence of this repository.
"""

import pathlib
import sys

import land_scenes
import sea_scenes
import town_scenes

PICTURES = {
    "cranes": sea_scenes.cranes,
    "ferry": sea_scenes.ferry,
    "football": land_scenes.football,
    "harbour-wall": sea_scenes.harbour_wall,
    "hills": land_scenes.hills,
    "lanterns": town_scenes.lanterns,
    "library": town_scenes.library,
    "lighthouse": sea_scenes.lighthouse,
    "market": town_scenes.market,
    "night-sky": land_scenes.night_sky,
    "paper-boats": town_scenes.paper_boats,
    "rain-chart": town_scenes.rain_chart,
    "seagrass": sea_scenes.seagrass,
    "storm": sea_scenes.storm,
}

# The whole sample newsroom stays small enough to be carried inside the program.
LARGEST = 140_000


def save(picture, path):
    """Writes a JPEG of quality 80, or of the best lower quality that stays below `LARGEST` bytes."""
    for quality in range(80, 55, -2):
        picture.save(path, quality=quality, optimize=True, progressive=True, subsampling="4:2:0")
        if path.stat().st_size < LARGEST:
            return quality
    raise SystemExit(f"{path.name} does not fit into {LARGEST} bytes; draw it with less detail")


def main(names):
    """Draws the named pictures, or all of them."""
    unknown = sorted(set(names) - set(PICTURES))
    if unknown:
        raise SystemExit(f"no such picture: {', '.join(unknown)}; there are {', '.join(PICTURES)}")
    folder = pathlib.Path(__file__).resolve().parents[2] / "drafts" / "media"
    folder.mkdir(parents=True, exist_ok=True)
    for name in names or PICTURES:
        path = folder / f"{name}.jpg"
        quality = save(PICTURES[name](), path)
        print(f"{path.name}: {path.stat().st_size // 1000} kB at quality {quality}")


if __name__ == "__main__":
    main(sys.argv[1:])
