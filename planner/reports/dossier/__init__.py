"""The papers for notice and hearing: their content as data, and the pages made of it."""
