namespace Attesto;

/// <summary>Says, to whoever develops a host, where its state lies.</summary>
internal interface IDatabaseName
{
    /// <summary>The context and the database, without credentials.</summary>
    string Describe();
}
