using System.Text;

namespace WhatsAppBot.WhatsApp.Tests;

public sealed class AccountNewsTests
{
    [Fact]
    public void A_rejection_brings_its_reason() =>
        Assert.Equal(
            new TemplateJudged(new TemplateKey("42", "promo", "en_US"), "REJECTED", "INVALID_FORMAT"),
            News(
                "message_template_status_update",
                """
                {"event":"REJECTED","message_template_id":42,"message_template_name":"promo","message_template_language":"en-US","reason":"INVALID_FORMAT"}
                """
            )
        );

    [Fact]
    public void An_approval_has_no_reason() =>
        Assert.Equal(
            new TemplateJudged(new TemplateKey("42", "promo", "en_US"), "APPROVED", null),
            News(
                "message_template_status_update",
                """
                {"event":"APPROVED","message_template_id":"42","message_template_name":"promo","message_template_language":"en_US","reason":"NONE"}
                """
            )
        );

    [Fact]
    public void A_quality_is_told() =>
        Assert.Equal(
            new TemplateRated(new TemplateKey("42", null, null), "RED"),
            News("message_template_quality_update", """{"message_template_id":42,"new_quality_score":"RED"}""")
        );

    [Fact]
    public void A_category_that_will_change_is_told() =>
        Assert.Equal(
            new TemplateRecategorised(new TemplateKey("42", null, null), "UTILITY", "MARKETING"),
            News(
                "template_category_update",
                """{"message_template_id":42,"new_category":"UTILITY","correct_category":"MARKETING"}"""
            )
        );

    [Theory]
    [InlineData("message_template_status_update", "{}")]
    [InlineData("message_template_status_update", """{"message_template_id":42}""")]
    [InlineData("message_template_quality_update", "[]")]
    [InlineData("account_update", """{"event":"ACCOUNT_DELETED"}""")]
    public void What_is_not_ours_or_lacks_its_sense_is_no_news(string field, string value) =>
        Assert.Null(News(field, value));

    [Theory]
    [InlineData("2000", 2000)]
    [InlineData("-1", null)]
    [InlineData("\"TIER_250\"", 250)]
    [InlineData("\"TIER_100K\"", 100_000)]
    [InlineData("\"TIER_UNLIMITED\"", null)]
    public void The_limit_of_a_day_comes_as_a_number_or_a_tier(string said, int? people) =>
        Assert.Equal(
            new LimitChanged(people),
            News("business_capability_update", $$"""{"max_daily_conversations_per_business":{{said}}}""")
        );

    [Fact]
    public void Who_stops_marketing_messages_and_who_wants_them_again_is_read_and_nothing_else()
    {
        var news = News(
            "user_preferences",
            """
            {"contacts":[],"user_preferences":[
              {"wa_id":"4915100000001","category":"marketing_messages","value":"stop","timestamp":1},
              {"wa_id":"4915100000002","category":"marketing_messages","value":"resume","timestamp":1},
              {"wa_id":"4915100000003","category":"marketing_messages","value":"signup","timestamp":1},
              {"wa_id":"4915100000004","category":"weather","value":"stop","timestamp":1}, 7]}
            """
        );
        Assert.Equal(
            [new MarketingWish("4915100000001", true), new MarketingWish("4915100000002", false)],
            Assert.IsType<PreferencesChanged>(news).Wishes
        );
    }

    private static AccountNews? News(string field, string value) =>
        AccountNews.Of(new FieldChanged("1", null, field, Encoding.UTF8.GetBytes(value)));
}
