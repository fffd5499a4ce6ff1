export { archiveService } from '@lianxin/archive';
