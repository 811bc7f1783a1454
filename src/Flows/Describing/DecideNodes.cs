using static WhatsAppBot.Flows.Describing.Parts;
using static WhatsAppBot.Flows.FieldKind;

namespace WhatsAppBot.Flows.Describing;

/// <summary>Where a flow chooses its way.</summary>
internal static class DecideNodes
{
    public static IEnumerable<NodeDescription> All()
    {
        yield return new(
            "condition",
            NodeIntent.Decide,
            "branch",
            new("Condition", "Condición"),
            new("Goes one way or another", "Va por un lado u otro"),
            [
                new("rules", FieldKind.Rules, new("Rules", "Reglas")) { OnNode = true, When = new("branches", [""]) },
                new("match", Choice, new("Holds when", "Se cumple cuando"))
                {
                    Usual = "all",
                    When = new("branches", [""]),
                    Choices =
                    [
                        new("all", new("all rules hold", "se cumplen todas")),
                        new("any", new("any rule holds", "se cumple alguna")),
                    ],
                },
                new("expression", Expression, new("Or an expression", "O una expresión"))
                {
                    OnNode = true,
                    When = new("branches", [""]),
                    Hint = new(
                        "contact.age >= 18 and vars.city == \"Rosario\"",
                        "contact.age >= 18 and vars.city == \"Rosario\""
                    ),
                },
                new("branches", Branches, new("Several ways", "Varios caminos"))
                {
                    OnNode = true,
                    Hint = new("The first whose rules hold is taken.", "Se toma el primero que se cumpla."),
                },
            ],
            [
                new(Handles.True, new("Yes", "Sí")) { When = new("branches", [""]) },
                new(Handles.False, new("No", "No")) { When = new("branches", [""]) },
                new(null, new("Way", "Camino")) { Each = "branches" },
                new(Handles.Else, new("Otherwise", "Si no")) { When = new("branches", ["filled"]) },
            ],
            Sample("""{ "rules": [{ "value": "input", "operator": "equals", "argument": "" }] }""")
        )
        {
            Search = new("if rule branch switch", "si regla rama"),
        };

        yield return new(
            "split",
            NodeIntent.Decide,
            "split",
            new("Split", "Reparto"),
            new(
                "Sends people different ways by chance, each always the same",
                "Reparte al azar, cada persona siempre igual"
            ),
            [new("branches", Shares, new("Ways", "Caminos")) { OnNode = true, Min = 1 }],
            [new(null, new("Way", "Camino")) { Each = "branches" }],
            Sample(
                """{ "branches": [{ "id": "a", "label": "A", "weight": 50 }, { "id": "b", "label": "B", "weight": 50 }] }"""
            )
        )
        {
            Search = new("random test experiment ab", "azar prueba experimento ab"),
        };
    }
}
