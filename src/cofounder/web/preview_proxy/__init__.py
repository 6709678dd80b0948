"""The preview proxy: carries visits to untrusted apps, each on an origin of its own.

It knows no session, no database and no screen of the main app. What an app sends is
parsed strictly and written anew; what a browser sends loses everything that is ours.
"""

from cofounder.web.preview_proxy.application import PreviewProxy
from cofounder.web.preview_proxy.visits import ProxyPolicy

__all__ = ["PreviewProxy", "ProxyPolicy"]
