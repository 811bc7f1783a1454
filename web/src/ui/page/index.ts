export * from './Page'
