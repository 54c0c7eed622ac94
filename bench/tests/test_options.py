import contextlib
import io
import unittest

from lineitem.options import parse


class OptionsTest(unittest.TestCase):
    def test_adds_the_first_load_that_an_upsert_continues(self) -> None:
        self.assertEqual(parse(["--only", "c"]).rows, {"b", "c"})

    def test_measures_everything_three_times_at_scale_one(self) -> None:
        options = parse([])

        self.assertEqual((options.scale, options.runs), (1.0, 3))
        self.assertEqual(options.rows, frozenset("abcdefghij"))

    def test_names_an_unknown_row(self) -> None:
        message = io.StringIO()

        with contextlib.redirect_stderr(message), self.assertRaises(SystemExit) as ended:
            parse(["--only", "a,x"])

        self.assertEqual(ended.exception.code, 2)
        self.assertIn("unknown row x; expected letters of a, b", message.getvalue())


if __name__ == "__main__":
    unittest.main()
