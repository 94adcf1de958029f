"""Smart Enough, the application. The only package that knows Qt."""

from desktop.immortal_none import keep_none_alive

keep_none_alive()

__version__ = "0.1.0"
