namespace WhatsAppBot.Simulator;

/// <summary>Meta's rules for list messages: ten rows over all sections, not ten in each.</summary>
internal static class ListCheck
{
    public static void Run(Check check, Part action)
    {
        check.Sized(action["button"], 20, () => "Button text length invalid. Min length: 1, Max length: 20");
        var sections = check.List(action["sections"]);
        check.Unless(
            sections.Count is >= 1 and <= 10,
            () => GraphError.Value("Invalid sections count. Min allowed sections: 1, Max allowed sections: 10")
        );
        var ids = new HashSet<string>();
        var total = 0;

        foreach (var section in sections)
        {
            var rows = Section(check, section, titled: sections.Count > 1);
            total += rows.Count;
            check.Unless(total <= 10, () => GraphError.Value("Total row count exceed max allowed count: 10"));

            foreach (var row in rows)
            {
                Row(check, check.Object(row), ids);
            }
        }
    }

    private static IReadOnlyList<Part> Section(Check check, Part section, bool titled)
    {
        var title = check.MaybeText(check.Object(section)["title"]);
        check.Unless(!titled || title is not (null or ""), () => GraphError.Required(section["title"].Path));
        check.Unless(CodePoints.Fit(title, 24), () => GraphError.Value("Section title is too long. Max length is 24"));
        var rows = check.List(section["rows"]);
        check.Unless(rows.Count > 0, () => GraphError.Required(section["rows"].Path));
        return rows;
    }

    private static void Row(Check check, Part row, HashSet<string> ids)
    {
        var id = check.Text(row["id"]);
        var title = check.Text(row["title"]);
        var description = check.MaybeText(row["description"]);
        check.Unless(CodePoints.Fit(id, 200), () => GraphError.Value("Row id is too long. Max length is 200"));
        check.Unless(CodePoints.Fit(title, 24), () => GraphError.Value("Row title is too long. Max length is 24"));
        check.Unless(
            CodePoints.Fit(description, 72),
            () => GraphError.Value("Row description is too long. Max length is 72")
        );
        check.Unless(ids.Add(id), () => GraphError.Value("Row ids must be unique"));
    }
}
