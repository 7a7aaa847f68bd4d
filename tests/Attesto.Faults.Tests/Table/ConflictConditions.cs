namespace Attesto.Faults.Table;

/// <summary>Every change loses a serialization conflict, some times or always.</summary>
internal abstract record Conflict(string Name, string Rule, int Times) : Condition(Name, Rule)
{
    private const string TablesOfAttesto = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN ('lab_sessions', '__EFMigrationsHistory')";

    public override bool Explains(string record) =>
        record.StartsWith("fail: Microsoft.EntityFrameworkCore.", StringComparison.Ordinal) || record.Contains("SqlState: 40001", StringComparison.Ordinal);

    public override async Task BeginAsync(World world) => await world.SqlAsync(
            $"""
            CREATE SEQUENCE conflicts;
            CREATE FUNCTION conflict() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF nextval('conflicts') <= {Times} THEN RAISE EXCEPTION 'another transaction was in the way' USING ERRCODE = '40001'; END IF;
                RETURN NULL;
            END $$;
            DO $$ DECLARE name text; BEGIN FOR name IN {TablesOfAttesto} LOOP
                EXECUTE format('CREATE TRIGGER conflict BEFORE INSERT OR UPDATE OR DELETE ON %I EXECUTE FUNCTION conflict()', name);
            END LOOP; END $$;
            """);

    public override async Task EndAsync(World world) => await world.SqlAsync("DROP FUNCTION conflict() CASCADE; DROP SEQUENCE conflicts");
}

internal sealed record ConflictsThatPass() : Conflict("two serialization conflicts", "The same answers as ever: the store sends the statements again.", 2)
{
    public override bool IsPerCall => true;

    public override Answer AnswerOf(Call call) => Answer.AsEver;

    public override async Task ArmAsync(World world) => await world.SqlAsync("ALTER SEQUENCE conflicts RESTART");
}

internal sealed record ConflictsForEver() : Conflict("serialization conflicts without end", "Calls that change something get 503.", int.MaxValue)
{
    public override Answer AnswerOf(Call call) => call.Has(Needs.Writing) ? Answer.Unavailable
        : call.MayWrite ? Answer.AsEverOrUnavailable
        : Answer.AsEver;
}
