// prom-client asks it for the trace of an example that stands beside a figure. Ours have none.
