"""What needs no window: is AI needed, is it worth it, how much data, how good, is that good enough."""

import os

# onnxruntime's wheels report to their maker unless this is set when they are imported, and a script of somebody else may
# import onnxruntime between our modules and our first use of it. Whatever was there before: nothing leaves (decision 0212).
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
