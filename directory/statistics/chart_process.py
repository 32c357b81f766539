"""Draw one chart in a process of its own: Vega-Lite comes in, SVG goes out. Started by its path, by `charts.py`.

It imports nothing of ours, so that it starts quickly and stays small; it is told no secret and asks no network.
"""

import json
import sys

import vl_convert

if __name__ == "__main__":
    specification = json.loads(sys.stdin.buffer.read())
    sys.stdout.buffer.write(vl_convert.vegalite_to_svg(specification, allowed_base_urls=[]).encode())
