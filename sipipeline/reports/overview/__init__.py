"""The reviewer's morning: who has submitted, what is wrong and whom to call; as a workbook and as
a page."""
