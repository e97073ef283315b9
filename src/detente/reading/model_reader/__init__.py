"""A language model as a reader: off unless somebody names a model and an endpoint, and held to the text in all it answers.

Any endpoint that speaks the chat completions of OpenAI will do, on this machine or elsewhere; the client is a few files over the standard
library. :func:`read_with_model` returns an ordinary :class:`~detente.evidence.Account` of proposals, in which every quotation was found in
the text, and every mark says which model made it.

>>> from detente.reading.model_reader import Asker, Limits, Meter, endpoint_from
>>> asker = Asker(endpoint_from("small", url="http://localhost:8080/v1", environ={}), Meter(Limits(requests=20)))
>>> asker.endpoint.host
'localhost:8080'
"""

from detente.reading.model_reader.asking import Asker
from detente.reading.model_reader.both import joined
from detente.reading.model_reader.endpoint import Endpoint, Prices, endpoint_from
from detente.reading.model_reader.limits import Estimate, Limits, Meter
from detente.reading.model_reader.reader import estimate, read_with_model
from detente.reading.model_reader.saved import SavedAnswers

__all__ = [
    "Asker",
    "Endpoint",
    "Estimate",
    "Limits",
    "Meter",
    "Prices",
    "SavedAnswers",
    "endpoint_from",
    "estimate",
    "joined",
    "read_with_model",
]
