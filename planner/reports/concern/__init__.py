"""The page and the files of the concern: exposure beside worry, with what may be said of them."""

from planner.reports.concern.write import write_concern as write_concern
