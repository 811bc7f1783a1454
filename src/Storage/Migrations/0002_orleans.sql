-- The tables and queries that Orleans' AdoNet clustering and persistence expect (the packages ship none). Names of keys, parameters
-- and result columns are their contract; tables are ours. Read with "Search Path=orleans,public".
create schema orleans;

create table orleans.OrleansQuery (QueryKey text primary key, QueryText text not null);

create table orleans.cluster_version (
    cluster_id text primary key,
    version    integer not null default 0,
    changed_at timestamptz not null default now()
);

create table orleans.cluster_member (
    cluster_id    text not null references orleans.cluster_version,
    address       text not null,
    port          integer not null,
    generation    integer not null,
    silo_name     text not null,
    host_name     text not null,
    status        integer not null,
    proxy_port    integer,
    suspect_times text,
    start_time    timestamptz not null,
    i_am_alive    timestamptz not null,
    primary key (cluster_id, address, port, generation)
);

create table orleans.grain_state (
    service_id  text not null,
    grain_type  text not null,
    n0          bigint not null,
    n1          bigint not null,
    ext         text not null,
    payload     bytea,
    version     integer not null,
    modified_at timestamptz not null default now(),
    primary key (service_id, grain_type, ext, n0, n1)
) with (fillfactor = 70);

insert into orleans.OrleansQuery values
('GatewaysQueryKey', $q$
    select address as "Address", proxy_port as "ProxyPort", generation as "Generation"
    from orleans.cluster_member
    where cluster_id = @DeploymentId and status = @Status and proxy_port > 0 $q$),

('MembershipReadAllKey', $q$
    select v.cluster_id as "DeploymentId", m.address as "Address", m.port as "Port", m.generation as "Generation",
           m.silo_name as "SiloName", m.host_name as "HostName", m.status as "Status", m.proxy_port as "ProxyPort",
           m.suspect_times as "SuspectTimes", m.start_time as "StartTime", m.i_am_alive as "IAmAliveTime", v.version as "Version"
    from orleans.cluster_version v left join orleans.cluster_member m using (cluster_id)
    where v.cluster_id = @DeploymentId $q$),

('MembershipReadRowKey', $q$
    select v.cluster_id as "DeploymentId", m.address as "Address", m.port as "Port", m.generation as "Generation",
           m.silo_name as "SiloName", m.host_name as "HostName", m.status as "Status", m.proxy_port as "ProxyPort",
           m.suspect_times as "SuspectTimes", m.start_time as "StartTime", m.i_am_alive as "IAmAliveTime", v.version as "Version"
    from orleans.cluster_version v
    left join orleans.cluster_member m
        on m.cluster_id = v.cluster_id and m.address = @Address and m.port = @Port and m.generation = @Generation
    where v.cluster_id = @DeploymentId $q$),

('InsertMembershipVersionKey', $q$
    with made as (
        insert into orleans.cluster_version (cluster_id) values (@DeploymentId) on conflict do nothing returning 1)
    select exists (select 1 from made) $q$),

('InsertMembershipKey', $q$
    with bumped as (
        update orleans.cluster_version set version = version + 1, changed_at = now()
        where cluster_id = @DeploymentId and version = @Version and not exists (
            select 1 from orleans.cluster_member
            where cluster_id = @DeploymentId and address = @Address and port = @Port and generation = @Generation)
        returning 1),
    joined as (
        insert into orleans.cluster_member
        select @DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, null, @StartTime, @IAmAliveTime
        from bumped returning 1)
    select exists (select 1 from joined) $q$),

('UpdateMembershipKey', $q$
    with bumped as (
        update orleans.cluster_version set version = version + 1, changed_at = now()
        where cluster_id = @DeploymentId and version = @Version
        returning 1),
    changed as (
        update orleans.cluster_member set status = @Status, suspect_times = @SuspectTimes, i_am_alive = @IAmAliveTime
        where cluster_id = @DeploymentId and address = @Address and port = @Port and generation = @Generation
            and exists (select 1 from bumped)
        returning 1)
    select exists (select 1 from changed) $q$),

('UpdateIAmAlivetimeKey', $q$
    update orleans.cluster_member set i_am_alive = @IAmAliveTime
    where cluster_id = @DeploymentId and address = @Address and port = @Port and generation = @Generation $q$),

('DeleteMembershipTableEntriesKey', $q$
    with members as (delete from orleans.cluster_member where cluster_id = @DeploymentId)
    delete from orleans.cluster_version where cluster_id = @DeploymentId $q$),

('CleanupDefunctSiloEntriesKey', $q$
    delete from orleans.cluster_member
    where cluster_id = @DeploymentId and i_am_alive < @IAmAliveTime and status <> 3 $q$),

('ReadFromStorageKey', $q$
    select payload as "PayloadBinary", now() as "ModifiedOn", version as "Version"
    from orleans.grain_state
    where service_id = @ServiceId and grain_type = @GrainTypeString and n0 = @GrainIdN0 and n1 = @GrainIdN1
        and ext = coalesce(@GrainIdExtensionString::text, '') $q$),

('WriteToStorageKey', $q$
    with made as (
        insert into orleans.grain_state (service_id, grain_type, n0, n1, ext, payload, version)
        select @ServiceId, @GrainTypeString, @GrainIdN0, @GrainIdN1, coalesce(@GrainIdExtensionString::text, ''), @PayloadBinary::bytea, 1
        where @GrainStateVersion::int is null
        on conflict do nothing returning version),
    changed as (
        update orleans.grain_state set payload = @PayloadBinary::bytea, version = version + 1, modified_at = now()
        where service_id = @ServiceId and grain_type = @GrainTypeString and n0 = @GrainIdN0 and n1 = @GrainIdN1
            and ext = coalesce(@GrainIdExtensionString::text, '') and version = @GrainStateVersion::int
        returning version)
    select coalesce((select version from made), (select version from changed), @GrainStateVersion::int) as "NewGrainStateVersion" $q$),

('ClearStorageKey', $q$
    update orleans.grain_state set payload = null, version = version + 1
    where service_id = @ServiceId and grain_type = @GrainTypeString and n0 = @GrainIdN0 and n1 = @GrainIdN1
        and ext = coalesce(@GrainIdExtensionString::text, '') and version = @GrainStateVersion::int
    returning version as "NewGrainStateVersion" $q$),

('DeleteStorageKey', $q$
    delete from orleans.grain_state
    where service_id = @ServiceId and grain_type = @GrainTypeString and n0 = @GrainIdN0 and n1 = @GrainIdN1
        and ext = coalesce(@GrainIdExtensionString::text, '') and version = @GrainStateVersion::int
    returning version + 1 as "NewGrainStateVersion" $q$);
