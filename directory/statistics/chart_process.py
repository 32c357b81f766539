"""Render one chart: read Vega-Lite from standard input and write SVG. `charts.py` starts this file by its path.

It imports nothing of ours, so that it starts quickly and stays small; it gets no secrets and uses no network.
"""

import json
import sys

import vl_convert

if __name__ == "__main__":
    specification = json.loads(sys.stdin.buffer.read())
    sys.stdout.buffer.write(vl_convert.vegalite_to_svg(specification, allowed_base_urls=[]).encode())
