"""Where the money goes: one ledger for a run, and which unit price moves its total most."""

from planner.ledger.beside import Beside as Beside
from planner.ledger.beside import beside_rows as beside_rows
from planner.ledger.book import COLUMNS as COLUMNS
from planner.ledger.book import Ledger as Ledger
from planner.ledger.book import ledger as ledger
from planner.ledger.entries import KINDS as KINDS
from planner.ledger.entries import Entry as Entry
from planner.ledger.prices import Price as Price
from planner.ledger.prices import price_values as price_values
from planner.ledger.prices import prices as prices
from planner.ledger.tornado import Bar as Bar
from planner.ledger.tornado import tornado as tornado
